package dev.fulgur.verification.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.verification.disk.CallTrace;
import dev.fulgur.verification.disk.CallTrace.Tally;
import dev.fulgur.verification.disk.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// System calls, pages and forces of a commit, to the last one. A change of these figures is a
/// change of what a commit costs on every disk, and belongs in the change's description.
@Isolated
final class CallsPerCommitTest {
  private static final int PAGE = 4096;

  @TempDir Path folder;

  @Test
  void directCommits_aloneAndTogether_makeTheseCalls() throws IOException {
    CallTrace trace = trace(Durability.DIRECT);
    Tally alone = trace.between(1, 2, "data.mdb");
    int commits = CountedCommits.ALONE;
    assertThat(alone.syncs()).as("forces, one a commit").isEqualTo(commits);
    assertThat(alone.throughs()).as("meta pages, one a commit").isEqualTo(commits);
    assertThat(alone.bytes()).as("pages, five a commit").isEqualTo(commits * 5L * PAGE);
    assertThat(alone.writes()).as("calls: pages side by side are written by one").isEqualTo(321);
    Tally together = trace.between(2, 3, "data.mdb");
    assertThat(together.syncs()).as("forces: of the first, and of all that waited").isEqualTo(2);
    assertThat(together.throughs()).as("meta pages").isEqualTo(2);
    assertThat(together.bytes()).as("pages").isEqualTo(10L * PAGE);
  }

  @Test
  void loggedCommit_alone_isOneWriteAndOneForceOfTheLog() throws IOException {
    CallTrace trace = trace(Durability.SYNCED);
    Tally data = trace.between(1, 2, "data.mdb");
    assertThat(data).as("nothing of the tree").isEqualTo(new Tally(0, 0, 0, 0));
    Tally log = trace.between(1, 2, trace.busiest(1, 2));
    int commits = CountedCommits.ALONE;
    assertThat(log.syncs()).as("forces, one a commit").isEqualTo(commits);
    assertThat(log.throughs()).as("no write is durable by itself").isZero();
    assertThat(log.writes()).as("writes, one a commit").isEqualTo(commits);
  }

  private CallTrace trace(Durability durability) throws IOException {
    Path root = Files.createDirectories(folder.toRealPath().resolve("root"));
    return Tracer.record(
        folder, root, CountedCommits.class, root, durability, root.resolve("told"));
  }
}
