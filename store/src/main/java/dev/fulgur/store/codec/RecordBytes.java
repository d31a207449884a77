package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.INT;
import static dev.fulgur.store.codec.BigEndian.LONG;
import static dev.fulgur.store.codec.BigEndian.SHORT;

/// The bytes of a record and how far they are read. Nothing is read behind their end, and every
/// length and count that they claim is checked against what is left of them.
abstract sealed class RecordBytes permits MessagePackReader {

  // What is read stands in `bytes` from `start` to `end`; some bytes more can be read behind it.
  byte[] bytes;
  int start;
  int position;
  int end;

  RecordBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  final int next() {
    if (position >= end) {
      throw cutShort();
    }
    return bytes[position++] & 0xFF;
  }

  final int unsigned8() {
    return next();
  }

  final int unsigned16() {
    int at = take(2);
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  final int signed32() {
    int at = take(4);
    return (int) INT.get(bytes, at);
  }

  final long unsigned32() {
    return signed32() & 0xFFFF_FFFFL;
  }

  final long signed64() {
    int at = take(8);
    return (long) LONG.get(bytes, at);
  }

  private int take(int count) {
    int at = position;
    if (count > end - at) {
      throw cutShort();
    }
    position = at + count;
    return at;
  }

  // The checks stay small enough to be inlined everywhere; what they throw is made elsewhere.

  final int covered(int at, long length) {
    if (length > end - position) {
      throw tooLong(at, length);
    }
    return (int) length;
  }

  final int count(int at, long count, int bytesEach) {
    if (count * bytesEach > end - position) {
      throw tooMany(at, count);
    }
    return (int) count;
  }

  private MalformedData tooLong(int at, long length) {
    return malformed(
        at, "a length of " + length + " bytes where " + (end - position) + " are left");
  }

  private MalformedData tooMany(int at, long count) {
    return malformed(at, "a count of " + count + " where " + (end - position) + " bytes are left");
  }

  final MalformedData cutShort() {
    return malformed(end, "the bytes end in the middle of a value");
  }

  final MalformedData malformed(int at, String problem) {
    return new MalformedData("record", at - start, problem);
  }
}
