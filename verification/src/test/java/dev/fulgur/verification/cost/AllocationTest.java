package dev.fulgur.verification.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.verification.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Bytes that a call allocates: counted by the JVM, not timed, and the same to the byte on every
/// machine. A change that needs more raises a figure here on purpose; one that needs fewer lowers
/// it.
@Isolated
final class AllocationTest {
  private static final Map<String, Double> MOST = new LinkedHashMap<>();

  static {
    MOST.put("get DIRECT", 272.0);
    MOST.put("scan DIRECT", 20720.0);
    MOST.put("commit DIRECT", 1120.0);
    MOST.put("get SYNCED", 304.0);
    MOST.put("scan SYNCED", 20752.0);
    // The log's thread makes the change itself now and then, and then less is allocated here.
    MOST.put("commit SYNCED", 1168.0);
    MOST.put("load", 312.0);
    MOST.put("load by label", 328.0);
    MOST.put("vault", 0.0);
    MOST.put("file", 480.0);
    MOST.put("symbol", 432.0);
    MOST.put("symbols of a file", 968.0);
    MOST.put("render", 360.0);
  }

  @TempDir Path folder;

  @Test
  void operations_onceWarm_allocateNoMoreThanTheyDid() throws IOException {
    try (Child child = new Child(Allocations.class, Map.of(), folder)) {
      for (Map.Entry<String, Double> operation : MOST.entrySet()) {
        String[] said = child.answer().split(": ", -1);
        assertThat(said[0]).isEqualTo(operation.getKey());
        assertThat(Double.parseDouble(said[1]))
            .as("bytes of one call of %s", said[0])
            .isLessThanOrEqualTo(operation.getValue());
      }
      assertThat(child.end()).isZero();
    }
  }
}
