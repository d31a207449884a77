package dev.fulgur.log.fuzz;

import dev.fulgur.log.MutatedLog;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Logs that are broken in every way, at random, repeated by `-Dseed`. What Jazzer makes of them is
/// tried by the module `verification`.
final class FrameFuzzTest {

  @Test
  void log_changedAtRandom_isABeginningOfItselfOrAnError() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("FrameFuzzTest: -Dseed=" + seed);
    Random random = new Random(seed);
    MutatedLog log = MutatedLog.make();
    int runs = Boolean.getBoolean("soak") ? 1_000_000 : 700;
    for (int i = 0; i < runs; i++) {
      byte[] changes = new byte[7 * (1 + random.nextInt(4))];
      random.nextBytes(changes);
      log.open(changes);
      byte[] frames = new byte[random.nextInt(600)];
      random.nextBytes(frames);
      log.openWithFrames(frames);
    }
    System.out.println("reliability: parsers | log frames, at random | " + 2 * runs + " | " + seed);
  }
}
