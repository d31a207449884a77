package dev.fulgur.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stretch of keys in their order, walked upwards or, [reversed][#reversed()], downwards.
///
/// The bounds are those of the smaller and the greater keys, whichever way the range is walked.
///
/// @param from the lower bound, or null for none
/// @param fromInclusive whether the lower bound itself belongs to the range
/// @param to the upper bound, or null for none
/// @param toInclusive whether the upper bound itself belongs to the range
/// @param prefix a key whose encoded bytes every key of the range begins with, or null
/// @param part a value that the first part of every composite key of the range has, or null
/// @param descending whether the range is walked from its greatest key downwards
/// @param <K> the type of the keys
public record Range<K>(
    @Nullable K from,
    boolean fromInclusive,
    @Nullable K to,
    boolean toInclusive,
    @Nullable K prefix,
    @Nullable Part<?> part,
    boolean descending) {

  /// The value of a composite key's leading part.
  ///
  /// @param codec the codec of that part
  /// @param value the value
  /// @param <A> the type of the part
  public record Part<A>(KeyCodec<A> codec, A value) {}

  /// Every key.
  public static <K> Range<K> all() {
    return new Range<>(null, false, null, false, null, null, false);
  }

  /// The keys from `key` on, itself included.
  public static <K> Range<K> from(K key) {
    return new Range<>(Objects.requireNonNull(key, "key"), true, null, false, null, null, false);
  }

  /// The keys above `key`; what a next page begins with, given the last key of the page before.
  public static <K> Range<K> after(K key) {
    return new Range<>(Objects.requireNonNull(key, "key"), false, null, false, null, null, false);
  }

  /// The keys below `key`.
  public static <K> Range<K> before(K key) {
    return new Range<>(null, false, Objects.requireNonNull(key, "key"), false, null, null, false);
  }

  /// The keys up to `key`, itself included.
  public static <K> Range<K> upTo(K key) {
    return new Range<>(null, false, Objects.requireNonNull(key, "key"), true, null, null, false);
  }

  /// The keys from `from`, included, to `to`, excluded; none if `from` is not below `to`.
  public static <K> Range<K> between(K from, K to) {
    return new Range<>(
        Objects.requireNonNull(from, "from"),
        true,
        Objects.requireNonNull(to, "to"),
        false,
        null,
        null,
        false);
  }

  /// The one key `key`; on an index, all of its entries.
  public static <K> Range<K> only(K key) {
    Objects.requireNonNull(key, "key");
    return new Range<>(key, true, key, true, null, null, false);
  }

  /// The keys whose encoded bytes begin with those of `prefix`: text that begins with that text,
  /// composites that begin with those leading parts.
  public static <K> Range<K> prefix(K prefix) {
    return new Range<>(
        null, false, null, false, Objects.requireNonNull(prefix, "prefix"), null, false);
  }

  /// The composite keys whose first part, written by `codec`, is `value`; such as all keys `(a, *)`
  /// of a [pair][dev.fulgur.store.codec.Keys#pair].
  public static <A, K> Range<K> part(KeyCodec<A> codec, A value) {
    return new Range<>(null, false, null, false, null, new Part<>(codec, value), false);
  }

  /// The same keys, walked the other way.
  public Range<K> reversed() {
    return new Range<>(from, fromInclusive, to, toInclusive, prefix, part, !descending);
  }

  /// The part of this range that lies behind `key` in the direction of the walk: what is left once
  /// `key` has been visited.
  public Range<K> beyond(K key) {
    Objects.requireNonNull(key, "key");
    return descending
        ? new Range<>(from, fromInclusive, key, false, prefix, part, true)
        : new Range<>(key, false, to, toInclusive, prefix, part, false);
  }
}
