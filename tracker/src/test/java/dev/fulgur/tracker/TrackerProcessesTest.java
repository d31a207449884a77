package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.tracker.stored.StoreTracker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one tracker.
final class TrackerProcessesTest {

  @TempDir Path folder;

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                TrackerProcess.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void readersInOtherProcesses_whileOneWrites_seeWholeBatchesInOrder() throws Exception {
    Path db = folder.resolve("tracker");
    int versions = 60;
    try (StoreTracker tracker = StoreTracker.open(db)) {
      List<Process> readers = List.of(start("read", db.toString()), start("read", db.toString()));
      List<BufferedReader> said = readers.stream().map(Process::inputReader).toList();
      for (BufferedReader out : said) {
        assertThat(out.readLine()).isEqualTo("ready");
      }
      for (int version = 1; version <= versions; version++) {
        TrackerProcess.version(tracker, version);
      }
      for (int i = 0; i < readers.size(); i++) {
        try (OutputStream in = readers.get(i).getOutputStream()) {
          in.write('\n');
        }
        String[] report = said.get(i).readLine().split(" ", -1);
        assertThat(report[0]).isEqualTo(Integer.toString(versions));
        assertThat(Long.parseLong(report[1])).isPositive();
        ended(readers.get(i));
      }
      assertThat(tracker.store().check().problems()).isEmpty();
    }
  }

  @Test
  void writersInSeveralProcesses_loseNothing() throws Exception {
    Path db = folder.resolve("tracker");
    int each = 40;
    try (StoreTracker tracker = StoreTracker.open(db)) {
      Process first = start("write", db.toString(), "first", Integer.toString(each));
      Process second = start("write", db.toString(), "second", Integer.toString(each));
      for (int i = 0; i < each; i++) {
        tracker.threads().addQuery(1, "here" + i, null);
      }
      ended(first);
      ended(second);
      List<ThreadQuery> queries = tracker.threads().queries(1, -1);
      assertThat(queries).hasSize(3 * each);
      assertThat(new HashSet<>(queries.stream().map(ThreadQuery::id).toList())).hasSize(3 * each);
      assertThat(tracker.metadata().get("first")).isEqualTo(Integer.toString(each - 1));
      assertThat(tracker.metadata().get("second")).isEqualTo(Integer.toString(each - 1));
      assertThat(tracker.store().check().problems()).isEmpty();
    }
  }
}
