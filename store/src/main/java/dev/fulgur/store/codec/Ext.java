package dev.fulgur.store.codec;

import java.util.Arrays;
import java.util.HexFormat;

/// A MessagePack extension value that this project gives no meaning to: a type and its bytes.
///
/// Type -1, the timestamp, is read and written as a [java.time.Instant] instead. Immutable.
public final class Ext {

  /// The type of MessagePack's timestamps.
  public static final byte TIMESTAMP = -1;

  private final byte type;
  private final byte[] data;

  private Ext(byte type, byte[] data) {
    this.type = type;
    this.data = data;
  }

  /// An extension value with a copy of `data`.
  public static Ext of(int type, byte[] data) {
    if (type < Byte.MIN_VALUE || type > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("An extension type is one byte, " + type + " is not.");
    }
    return new Ext((byte) type, data.clone());
  }

  static Ext owning(byte type, byte[] data) {
    return new Ext(type, data);
  }

  /// The type: 0 to 127 for applications, negative ones are MessagePack's own.
  public byte type() {
    return type;
  }

  /// A copy of the bytes.
  public byte[] data() {
    return data.clone();
  }

  byte[] array() {
    return data;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ext that && type == that.type && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "Ext[" + type + ", " + HexFormat.of().formatHex(data) + "]";
  }
}
