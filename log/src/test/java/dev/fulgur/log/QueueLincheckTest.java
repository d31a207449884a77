package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.QueueModel.Scenario;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lincheck's model checker on the turn and the queue of the log, in processes of their own, since
/// it changes classes as they are loaded. It is not proof of much before it catches what is wrong
/// on purpose.
final class QueueLincheckTest {
  private static final boolean SOAK = Boolean.getBoolean("soak");

  /// Interleavings of each scenario; and of those for a rule that is left out the most, of which it
  /// takes a tenth.
  private static final String INTERLEAVINGS = SOAK ? "5000" : "20";

  private static final String MOST_TO_BREAK = "1000";

  private record Broken(LeftOut rule, Scenario scenario) {}

  private static final List<Broken> BROKEN =
      List.of(
          new Broken(LeftOut.LETTING_IN, Scenario.SYNCED_FULL),
          new Broken(LeftOut.LOOK_AT_THE_END, Scenario.SYNCED_CLOSED),
          new Broken(LeftOut.LOOK_AT_WHO_WAITS, Scenario.SYNCED));

  private static final List<Broken> BROKEN_IN_A_SOAK =
      List.of(
          new Broken(LeftOut.LOOK_AFTER_THE_TURN, Scenario.RELAXED_TWO),
          new Broken(LeftOut.LOOK_WHEN_IDLE, Scenario.SYNCED_TWO),
          new Broken(LeftOut.TRY_AFTER_ADDING, Scenario.SYNCED_TWO),
          new Broken(LeftOut.COUNTING_IN, Scenario.SYNCED_FULL),
          new Broken(LeftOut.WAKE_AT_THE_END, Scenario.SYNCED_CLOSED),
          new Broken(LeftOut.WAKE_FOR_WORK, Scenario.SYNCED),
          new Broken(LeftOut.REPORTING, Scenario.RELAXED_TWO),
          new Broken(LeftOut.PUBLISHED_BEFORE_ANSWERED, Scenario.SYNCED),
          new Broken(LeftOut.FORCED_BEFORE_ANSWERED, Scenario.SYNCED),
          new Broken(LeftOut.WAKE_AFTER_ANSWER, Scenario.SYNCED));

  @Test
  void commitsUntilTheEnd_areLinearizableAndAnsweredSaveWhereARuleIsLeftOut(@TempDir Path classes)
      throws Exception {
    List<List<String>> runs = new ArrayList<>();
    LeftOut.NOTHING.write(classes);
    for (Scenario scenario : Scenario.values()) {
      runs.add(List.of(LeftOut.NOTHING.packageName(), scenario.name(), INTERLEAVINGS));
    }
    List<Broken> broken = new ArrayList<>(BROKEN);
    if (SOAK) {
      broken.addAll(BROKEN_IN_A_SOAK);
    }
    for (Broken one : broken) {
      one.rule.write(classes);
      runs.add(List.of(one.rule.packageName(), one.scenario.name(), MOST_TO_BREAK));
    }

    String said = runAll(classes, runs);

    for (Scenario scenario : Scenario.values()) {
      assertThat(said).contains(LeftOut.NOTHING.packageName() + " " + scenario + " held");
    }
    for (Broken one : broken) {
      String what = one.rule.packageName() + " " + one.scenario;
      assertThat(said).as(one.toString()).contains(what + " broke: \n= Concurrent test ");
    }
  }

  /// In two processes, since Lincheck takes one step at a time.
  private static String runAll(Path classes, List<List<String>> runs) throws Exception {
    List<String> some = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      (i % 2 == 0 ? some : others).addAll(runs.get(i));
    }
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<String> first = thread.submit(() -> run(classes, some));
      return run(classes, others) + first.get();
    }
  }

  private static String run(Path classes, List<String> runs)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                QueueModel.class.getName()));
    command.addAll(runs);
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    return said;
  }
}
