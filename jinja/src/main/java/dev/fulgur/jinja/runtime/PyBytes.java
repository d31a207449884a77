package dev.fulgur.jinja.runtime;

import java.util.Arrays;

/// Python's `bytes`. The host may pass a `byte[]` just as well.
public final class PyBytes {

  private final byte[] bytes;

  public PyBytes(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  int at(int index) {
    return bytes[index] & 0xff;
  }

  PyBytes slice(int from, int to) {
    return new PyBytes(Arrays.copyOfRange(bytes, from, to));
  }

  int compareTo(PyBytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PyBytes b && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
