package dev.fulgur.store.codec;

/// Stored bytes that are not what their format says: cut short, of another type, not UTF-8, nested
/// too deep, or with a wrong checksum.
///
/// The codecs know neither table nor key; the store adds both and passes this on as the cause of
/// its own error. Nothing is allocated for a length that the bytes at hand do not cover.
public final class MalformedData extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String problem;

  MalformedData(String what, long offset, String problem) {
    super("Malformed " + what + " at byte " + offset + ": " + problem + ".");
    this.offset = offset;
    this.problem = problem;
  }

  /// Where the trouble begins, in bytes from the beginning of the record or key.
  public long offset() {
    return offset;
  }

  /// What is wrong, without the place.
  public String problem() {
    return problem;
  }
}
