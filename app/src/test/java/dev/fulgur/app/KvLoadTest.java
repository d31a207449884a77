package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.kv.KvLoad;
import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Table;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads that meet lines they cannot take, or their end before the last line.
final class KvLoadTest {

  private static final int LINES = 20_000;

  private final Path folder;
  private final Path db;

  KvLoadTest(@TempDir Path folder) {
    this.folder = folder;
    this.db = folder.resolve("kv");
  }

  private static byte[] lines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= LINES; i++) {
      lines.append("[\"k%06d\",%d]\n".formatted(i, i));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Gives all bytes, and does something before the second half of them.
  private static class Halfway extends FilterInputStream {
    private final Runnable what;
    private int left = 2;

    Halfway(byte[] bytes, Runnable what) {
      super(new ByteArrayInputStream(bytes));
      this.what = what;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (--left == 0) {
        what.run();
      }
      return super.read(target, from, length);
    }
  }

  @Test
  void load_ofAStoreThatFails_saysUpToWhichLineAllIsThere() throws IOException {
    KvLoad.Report report;
    try (KvDatabase database =
        KvDatabase.open(db, KvDatabase.Writing.synced(), List.of("t", "other"))) {
      Table<String, String> table = Objects.requireNonNull(database.find("t"));
      KvLoad load = new KvLoad(database, table, 100);
      try (Utf8Lines lines = Utf8Lines.of(new Halfway(lines(), database::close))) {
        report = load.run(lines, 1, (bytes, count) -> {});
      }
    }
    assertThat(report.failure()).isInstanceOf(StoreException.StoreClosed.class);
    assertThat(report.isWhole()).isFalse();
    assertThat(report.stopped()).isFalse();
    assertThat(report.storedLines()).isEqualTo(report.rows()).isBetween(100L, LINES - 100L);
    try (KvDatabase database = KvDatabase.open(db, KvDatabase.Writing.synced())) {
      assertThat(database.counts().get("t")).isEqualTo(report.storedLines());
      assertThat(database.store().check().problems()).isEmpty();
    }
  }

  @Test
  void load_ofLinesThatCannotBeRead_storesThoseBeforeAndSaysUpToWhich() throws IOException {
    byte[] lines = lines();
    InputStream torn =
        new SequenceInputStream(
            new ByteArrayInputStream(lines, 0, lines.length / 2),
            new Halfway(lines, () -> {}) {
              @Override
              public int read(byte[] target, int from, int length) throws IOException {
                throw new IOException("Input/output error");
              }
            });
    KvLoad.Report report;
    try (KvDatabase database = KvDatabase.open(db, KvDatabase.Writing.synced(), List.of("t"))) {
      Table<String, String> table = Objects.requireNonNull(database.find("t"));
      try (Utf8Lines half = Utf8Lines.of(torn)) {
        report = new KvLoad(database, table, 1_000).run(half, 1, (bytes, count) -> {});
      }
      assertThat(database.counts().get("t")).isEqualTo(report.storedLines());
    }
    assertThat(report.failure()).hasMessage("Input/output error");
    assertThat(report.isWhole()).isFalse();
    long whole =
        new String(lines, 0, lines.length / 2, StandardCharsets.UTF_8)
            .chars()
            .filter(c -> c == '\n')
            .count();
    assertThat(report.storedLines()).isEqualTo(report.rows()).isEqualTo(whole);
  }

  @Test
  void load_saysOnlyOfLinesThatAreThereThatTheyAre() throws IOException {
    List<Long> told = new ArrayList<>();
    try (KvDatabase database = KvDatabase.open(db, KvDatabase.Writing.synced(), List.of("t"))) {
      Table<String, String> table = Objects.requireNonNull(database.find("t"));
      KvLoad load = new KvLoad(database, table, 100);
      try (Utf8Lines lines = Utf8Lines.of(new ByteArrayInputStream(lines()))) {
        KvLoad.Report report =
            load.run(
                lines,
                1,
                (bytes, count) -> {
                  assertThat(database.counts().get("t")).isGreaterThanOrEqualTo(count);
                  assertThat(bytes).as("of 14 to 18 a line").isBetween(14 * count, 18 * count);
                  told.add(count);
                });
        assertThat(report.isWhole()).isTrue();
      }
    }
    assertThat(told).isSorted().hasSizeGreaterThan(100);
    assertThat(told.getLast()).isEqualTo(LINES);
  }

  @Test
  void load_thatIsStopped_storesWhatWasReadAndGoesOnFromTheNextLine() throws IOException {
    try (KvDatabase database = KvDatabase.open(db, KvDatabase.Writing.synced(), List.of("t"))) {
      Table<String, String> table = Objects.requireNonNull(database.find("t"));
      KvLoad load = new KvLoad(database, table, 1_000);
      KvLoad.Report report;
      try (Utf8Lines lines = Utf8Lines.of(new Halfway(lines(), load::stop))) {
        report = load.run(lines, 1, (bytes, count) -> {});
      }
      assertThat(report.stopped()).isTrue();
      assertThat(report.failure()).isNull();
      assertThat(report.storedLines()).isEqualTo(report.rows()).isBetween(1L, LINES - 1L);
      assertThat(database.counts().get("t")).isEqualTo(report.storedLines());
    }
    Path file = Files.write(folder.resolve("rows.jsonl"), lines());
    long stored;
    try (KvDatabase database = KvDatabase.open(db, KvDatabase.Writing.synced())) {
      stored = Objects.requireNonNull(database.counts().get("t"));
    }
    CommandRun rest =
        run("load", "t", file.toString(), "--from-line", Long.toString(stored + 1), "--json");
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(json(rest).get("rows")).isEqualTo(LINES - stored);
    assertThat(json(rest).get("stored_lines")).isEqualTo((long) LINES);
    assertThat(run("stats", "--json").out()).contains("{\"t\":" + LINES + "}");
    assertThat(run("load", "t", "-", "--from-line", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void lines_thatTheStoreWouldRefuse_areLeftOutAloneAndNamed() throws IOException {
    Path file = folder.resolve("rows.jsonl");
    int most = (32 << 20) - 1024;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (String line :
          List.of(
              "[\"a\",1]",
              "[\"\\ud800\",1]",
              "[\"lone\",\"x\\udc00\"]",
              "[\"" + "k".repeat(512) + "\",1]",
              "[\"much\",\"" + "x".repeat(most + 1) + "\"]",
              "[\"most\",\"" + "x".repeat(most) + "\"]",
              "[\"deep\"," + "[".repeat(100_000),
              "[\"z\",26]\r")) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    CommandRun run = run("load", "t", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith("Loaded 3 rows into t");
    assertThat(run.err())
        .contains(
            "Line 2 was not taken: the key has a lone surrogate, U+D800, at index 0.",
            "Line 3 was not taken: the value has a lone surrogate, U+DC00, at index 1.",
            "Line 4 was not taken: a key has 1 to 511 bytes",
            "Line 5 was not taken: a value has at most " + most,
            "Line 7 was not taken: ")
        .doesNotContain("Line 1 ", "Line 6 ", "Line 8 ", "bug");
    assertThat(run("scan", "t", "--keys").out()).isEqualTo("a\nmost\nz\n");
    assertThat(run("get", "t", "z").out()).isEqualTo("26");
    CommandRun ofFolder = run("load", "t", folder.toString());
    assertThat(ofFolder.exitCode()).isEqualTo(1);
    assertThat(ofFolder.err()).contains(folder.toString(), "folder");
  }

  @Test
  void ctrlC_whileItWaitsForInput_saysUpToWhichLineAllIsStored() throws Exception {
    Process process =
        CommandProcess.start(
            List.of("-Dfulgur.terminals=err"),
            "kv",
            "load",
            "t",
            "-",
            "--batch",
            "10",
            "--db",
            db.toString());
    OutputStream input = process.getOutputStream();
    input.write(lines(), 0, 15 * 1_000);
    input.flush();
    assertThat(until(process.getErrorStream(), Pattern.compile("Loading t \\.\\.\\. \\d")))
        .isTrue();
    String pid = Long.toString(process.pid());
    assertThat(run("put", "t", "k", "v").err()).contains("is open in process " + pid);
    CommandRun beside = run("stats");
    assertThat(beside.exitCode()).as(beside.err()).isZero();
    assertThat(beside.err()).contains("Process " + pid + " has ", "last checkpoint");
    CommandProcess.interrupt(process);
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    Matcher stored = Pattern.compile("Lines up to (\\d+) are stored; go on").matcher(said);
    assertThat(stored.find()).as(said).isTrue();
    CommandRun scan = run("scan", "t", "--keys");
    assertThat(scan.out().lines().count())
        .isGreaterThanOrEqualTo(Long.parseLong(stored.group(1)))
        .isPositive();
  }

  /// Reads until `text` is there.
  private static boolean until(InputStream in, Pattern text) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      read.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      if (text.matcher(read).find()) {
        return true;
      }
    }
    return false;
  }

  private CommandRun run(String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "kv";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    line[line.length - 2] = "--db";
    line[line.length - 1] = db.toString();
    return CommandRun.of(line);
  }

  private static Map<?, ?> json(CommandRun run) {
    return (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(run.out()));
  }
}
