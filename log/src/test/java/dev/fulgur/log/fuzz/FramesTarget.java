package dev.fulgur.log.fuzz;

import dev.fulgur.log.MutatedLog;
import java.util.Arrays;

/// What the fuzzer calls: any bytes as frames, or as changes of a log that is whole.
public final class FramesTarget {
  private static final MutatedLog LOG = MutatedLog.make();

  private FramesTarget() {}

  /// One run, as Jazzer calls it by name.
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] % 2 == 0) {
      LOG.openWithFrames(Arrays.copyOfRange(bytes, 1, bytes.length));
    } else {
      LOG.open(bytes);
    }
  }
}
