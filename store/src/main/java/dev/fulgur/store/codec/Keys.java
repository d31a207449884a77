package dev.fulgur.store.codec;

import dev.fulgur.store.KeyCodec;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The codecs of keys: plain ones, and how they are put together.
///
/// Every codec here obeys the laws of [KeyCodec]; the bytes are described at [KeyWriter].
public final class Keys {

  /// Text, in the order of its code points.
  public static final KeyCodec<String> UTF8 =
      of("utf8", (key, out) -> out.text(key), KeyReader::text);

  /// Integers of 64 bits, in their unsigned order.
  public static final KeyCodec<Long> U64 =
      of("u64", Long.BYTES, (key, out) -> out.u64(key), KeyReader::u64);

  /// Integers of 64 bits, in their signed order.
  public static final KeyCodec<Long> I64 =
      of("i64", Long.BYTES, (key, out) -> out.i64(key), KeyReader::i64);

  /// Integers of 32 bits, in their unsigned order.
  public static final KeyCodec<Integer> U32 =
      of("u32", Integer.BYTES, (key, out) -> out.u32(key), KeyReader::u32);

  /// Doubles, in the order of `Double.compare`: -0.0 before 0.0, and NaN, of which there is one,
  /// after all.
  public static final KeyCodec<Double> F64 =
      of("f64", Double.BYTES, (key, out) -> out.f64(key), KeyReader::f64);

  /// Bytes, in their unsigned order.
  public static final KeyCodec<byte[]> BYTES =
      of("bytes", (key, out) -> out.bytes(key), KeyReader::bytes);

  private Keys() {}

  /// A codec of two functions.
  ///
  /// @param name what `_schema` calls it; another layout needs another name
  public static <K> KeyCodec<K> of(
      String name, BiConsumer<? super K, KeyWriter> write, Function<KeyReader, ? extends K> read) {
    return of(name, 0, write, read);
  }

  /// A codec of two functions, for keys of one length.
  ///
  /// @param name what `_schema` calls it; another layout needs another name
  /// @param fixedBytes how many bytes each whole key takes, or 0 where they differ
  public static <K> KeyCodec<K> of(
      String name,
      int fixedBytes,
      BiConsumer<? super K, KeyWriter> write,
      Function<KeyReader, ? extends K> read) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(write, "write");
    Objects.requireNonNull(read, "read");
    return new KeyCodec<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void write(K key, KeyWriter out) {
        write.accept(key, out);
      }

      @Override
      public K read(KeyReader in) {
        return read.apply(in);
      }

      @Override
      public int fixedBytes() {
        return fixedBytes;
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  /// Byte arrays of one length, such as hashes, in their unsigned order.
  public static KeyCodec<byte[]> fixed(int length) {
    return of(
        "fixed" + length,
        length,
        (key, out) -> {
          if (key.length != length) {
            throw new IllegalArgumentException(
                "A key of " + key.length + " bytes was given where " + length + " are wanted.");
          }
          out.fixed(key);
        },
        in -> in.fixed(length));
  }

  /// What `codec` writes, as another type.
  public static <A, K> KeyCodec<K> as(
      KeyCodec<A> codec,
      Function<? super K, ? extends A> from,
      Function<? super A, ? extends K> to) {
    return of(
        codec.name(),
        codec.fixedBytes(),
        (key, out) -> codec.write(from.apply(key), out),
        in -> to.apply(codec.read(in)));
  }

  /// Keys of two parts, in the order of the first and then of the second.
  public static <A, B, K> KeyCodec<K> pair(
      KeyCodec<A> first,
      Function<? super K, ? extends A> firstOf,
      KeyCodec<B> second,
      Function<? super K, ? extends B> secondOf,
      BiFunction<? super A, ? super B, ? extends K> key) {
    boolean fixed = first.fixedBytes() > 0 && second.fixedBytes() > 0;
    return of(
        "(" + first.name() + "," + second.name() + ")",
        fixed ? first.fixedBytes() + second.fixedBytes() : 0,
        (whole, out) -> {
          out.beginPart();
          first.write(firstOf.apply(whole), out);
          out.endPart();
          second.write(secondOf.apply(whole), out);
        },
        in -> {
          in.beginPart();
          A a = first.read(in);
          in.endPart();
          return key.apply(a, second.read(in));
        });
  }
}
