package dev.fulgur.store;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A typed constant that names a table: records of one type under primary keys of one type, in the
/// order of the keys.
///
/// ```java
/// static final Table<TemplateId, Template> TEMPLATES =
///     Table.of("templates", TemplateId.KEY, Template.RECORD);
/// static final Index<String, TemplateId, Template> BY_TAG =
///     TEMPLATES.index("templates_by_tag", Keys.UTF8, Template::tags);
/// ```
///
/// A primary key takes 1 to 511 bytes. Tables are compared by identity and may be shared by any
/// number of stores and threads; give a table all of its indexes before a store is opened with it.
///
/// @param <K> the type of the primary keys
/// @param <R> the type of the records
public final class Table<K, R> {

  private final String name;
  private final KeyCodec<K> keyCodec;
  private final RecordFormat<R> format;
  private final List<Index<?, K, R>> indexes = new CopyOnWriteArrayList<>();

  private Table(String name, KeyCodec<K> keyCodec, RecordFormat<R> format) {
    this.name = Names.check(name);
    this.keyCodec = Objects.requireNonNull(keyCodec, "keyCodec");
    this.format = format;
  }

  /// A table of sealed records: each carries a checksum.
  ///
  /// @param name the name of its sub-database, unique in its store
  public static <K, R> Table<K, R> of(String name, KeyCodec<K> keyCodec, RecordCodec<R> codec) {
    return of(name, keyCodec, codec, Compression.NONE);
  }

  /// A table of sealed records that are compressed.
  ///
  /// @param name the name of its sub-database, unique in its store
  public static <K, R> Table<K, R> of(
      String name, KeyCodec<K> keyCodec, RecordCodec<R> codec, Compression compression) {
    return new Table<>(name, keyCodec, new RecordFormat.Sealed<>(codec, compression));
  }

  /// A table of sealed records into which another program writes records without a checksum. Such a
  /// record is taken if it is a map of exactly `bareEntries` entries; its codec is to check that
  /// they are the right ones and that nothing follows.
  public static <K, R> Table<K, R> shared(
      String name, KeyCodec<K> keyCodec, RecordCodec<R> codec, int bareEntries) {
    return new Table<>(name, keyCodec, new RecordFormat.SealedOrBare<>(codec, bareEntries));
  }

  /// A table whose values are just what the codec writes, with no checksum, for layouts that other
  /// programs prescribe.
  public static <K, R> Table<K, R> raw(String name, KeyCodec<K> keyCodec, ValueCodec<R> codec) {
    return new Table<>(name, keyCodec, new RecordFormat.Raw<>(codec));
  }

  /// Adds an index with any number of keys for each record.
  public <I> Index.Many<I, K, R> index(
      String name,
      KeyCodec<I> indexKeyCodec,
      Function<? super R, ? extends Iterable<? extends I>> keysOf) {
    return added(new Index.Many<>(name, this, indexKeyCodec, keysOf));
  }

  /// Adds an index with one key for each record, or none where the function answers null; any
  /// number of records may share a key.
  public <I> Index.Many<I, K, R> indexBy(
      String name, KeyCodec<I> indexKeyCodec, Function<? super R, ? extends @Nullable I> keyOf) {
    return index(name, indexKeyCodec, oneOrNone(keyOf));
  }

  /// Adds an index in which at most one record has a key; a record whose key is null is not in it.
  public <I> Index.Unique<I, K, R> unique(
      String name, KeyCodec<I> indexKeyCodec, Function<? super R, ? extends @Nullable I> keyOf) {
    return added(new Index.Unique<>(name, this, indexKeyCodec, keyOf));
  }

  /// Adds an index whose entries carry a value made from the record.
  public <I, V> Index.Covering<I, K, R, V> covering(
      String name,
      KeyCodec<I> indexKeyCodec,
      Function<? super R, ? extends Iterable<? extends I>> keysOf,
      RecordCodec<V> valueCodec,
      Function<? super R, ? extends V> valueOf) {
    return added(new Index.Covering<>(name, this, indexKeyCodec, keysOf, valueCodec, valueOf));
  }

  /// The name of the table, which is that of its sub-database.
  public String name() {
    return name;
  }

  /// How primary keys stand in the store.
  public KeyCodec<K> keyCodec() {
    return keyCodec;
  }

  /// How records stand in the store.
  public RecordFormat<R> format() {
    return format;
  }

  /// The indexes added so far, in the order in which they were.
  public List<Index<?, K, R>> indexes() {
    return List.copyOf(indexes);
  }

  @Override
  public String toString() {
    return name;
  }

  private <X extends Index<?, K, R>> X added(X index) {
    for (Index<?, K, R> other : indexes) {
      if (other.name().equals(index.name())) {
        throw new IllegalArgumentException(
            "The table \"%s\" already has an index \"%s\"; give one another name."
                .formatted(name, index.name()));
      }
    }
    indexes.add(index);
    return index;
  }

  private static <R, I> Function<R, List<I>> oneOrNone(
      Function<? super R, ? extends @Nullable I> keyOf) {
    return record -> {
      I key = keyOf.apply(record);
      return key == null ? List.of() : List.of(key);
    };
  }
}
