package dev.fulgur.store;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A second order of a table's records, kept by the store in the same transaction as the records.
///
/// **Law.** At every commit an index equals its recomputation from the records. The functions that
/// make index keys are pure: same record, same keys.
///
/// An index is made by its table and is a typed constant like it. Text inside an index key is cut
/// at 200 bytes and followed by a hash of the whole, and is verified on the record when read.
///
/// @param <I> the type of the index keys
/// @param <K> the type of the primary keys
/// @param <R> the type of the records
public sealed interface Index<I, K, R> {

  /// The name of the index, which is that of its sub-database.
  String name();

  /// The table whose records it orders.
  Table<K, R> table();

  /// How index keys stand in the store.
  KeyCodec<I> keyCodec();

  /// The index keys of a record, each of which leads to it; duplicates count once.
  Iterable<? extends I> keysOf(R record);

  /// What stands in `_schema` for the kind of this index.
  String kind();

  /// At most one record for each index key. A record whose key is null is not in the index.
  ///
  /// A put that takes a key which another record holds is [StoreException.KeyTaken].
  final class Unique<I, K, R> extends Definition<I, K, R> implements Index<I, K, R> {
    private final Function<? super R, ? extends @Nullable I> keyOf;

    Unique(
        String name,
        Table<K, R> table,
        KeyCodec<I> keyCodec,
        Function<? super R, ? extends @Nullable I> keyOf) {
      super(name, table, keyCodec);
      this.keyOf = Objects.requireNonNull(keyOf, "keyOf");
    }

    @Override
    public Iterable<? extends I> keysOf(R record) {
      I key = keyOf.apply(record);
      return key == null ? java.util.List.of() : java.util.List.of(key);
    }

    @Override
    public String kind() {
      return "unique";
    }
  }

  /// Any number of keys for a record and any number of records for a key, in the order of index key
  /// and then primary key.
  final class Many<I, K, R> extends Definition<I, K, R> implements Index<I, K, R> {
    private final Function<? super R, ? extends Iterable<? extends I>> keysOf;

    Many(
        String name,
        Table<K, R> table,
        KeyCodec<I> keyCodec,
        Function<? super R, ? extends Iterable<? extends I>> keysOf) {
      super(name, table, keyCodec);
      this.keysOf = Objects.requireNonNull(keysOf, "keysOf");
    }

    @Override
    public Iterable<? extends I> keysOf(R record) {
      return keysOf.apply(record);
    }

    @Override
    public String kind() {
      return "many";
    }
  }

  /// Like [Many], and each entry carries a value made from its record, which is read without the
  /// record.
  ///
  /// @param <V> the type of the value that is carried
  final class Covering<I, K, R, V> extends Definition<I, K, R> implements Index<I, K, R> {
    private final Function<? super R, ? extends Iterable<? extends I>> keysOf;
    private final RecordCodec<V> valueCodec;
    private final Function<? super R, ? extends V> valueOf;

    Covering(
        String name,
        Table<K, R> table,
        KeyCodec<I> keyCodec,
        Function<? super R, ? extends Iterable<? extends I>> keysOf,
        RecordCodec<V> valueCodec,
        Function<? super R, ? extends V> valueOf) {
      super(name, table, keyCodec);
      this.keysOf = Objects.requireNonNull(keysOf, "keysOf");
      this.valueCodec = Objects.requireNonNull(valueCodec, "valueCodec");
      this.valueOf = Objects.requireNonNull(valueOf, "valueOf");
    }

    @Override
    public Iterable<? extends I> keysOf(R record) {
      return keysOf.apply(record);
    }

    /// How the carried values stand in the store.
    public RecordCodec<V> valueCodec() {
      return valueCodec;
    }

    /// What the index carries of a record.
    public V valueOf(R record) {
      return valueOf.apply(record);
    }

    @Override
    public String kind() {
      return "covering";
    }
  }

  /// What the three kinds share.
  abstract class Definition<I, K, R> {
    private final String name;
    private final Table<K, R> table;
    private final KeyCodec<I> keyCodec;

    Definition(String name, Table<K, R> table, KeyCodec<I> keyCodec) {
      this.name = Names.check(name);
      this.table = table;
      this.keyCodec = Objects.requireNonNull(keyCodec, "keyCodec");
    }

    /// The name of the index.
    public String name() {
      return name;
    }

    /// The table whose records it orders.
    public Table<K, R> table() {
      return table;
    }

    /// How index keys stand in the store.
    public KeyCodec<I> keyCodec() {
      return keyCodec;
    }

    @Override
    public String toString() {
      return table.name() + "/" + name;
    }
  }
}
