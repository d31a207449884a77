package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.kv.KvRow;
import dev.fulgur.prompts.value.TaggedJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of the key-value database and of its log, as a script would run them.
final class KvVerbsTest {

  private final Path folder;
  private final String db;

  KvVerbsTest(@TempDir Path folder) {
    this.folder = folder;
    this.db = folder.resolve("kv").toString();
  }

  private CommandRun kv(String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "kv";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    line[line.length - 2] = "--db";
    line[line.length - 1] = db;
    return CommandRun.of(line);
  }

  private CommandRun kvWithInput(String input, String... arguments) {
    return kvWithInput(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private CommandRun kvWithInput(byte[] input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return kv(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private static void assertDone(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
  }

  private static void assertFailed(CommandRun run, int exitCode, String... words) {
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error:").contains(words).doesNotContain("bug", "Exception");
    if (exitCode == 1) {
      assertThat(run.err().strip().lines()).as("one sentence").hasSize(1);
    }
  }

  private static Map<?, ?> json(CommandRun run) {
    return (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(run.out()));
  }

  @Test
  void image_thatNobodyMayWrite_isReadWithoutTouchingAFile() throws IOException {
    assertDone(kv("put", "users", "alice", "30"));
    Files.delete(Path.of(db, "lock.mdb"));
    CommandRun read = kv("get", "users", "alice", "--image");
    assertThat(read.out()).isEqualTo("30");
    assertThat(read.err()).contains("read as an image", "last checkpoint");
    assertThat(kv("scan", "users", "--image").out()).isEqualTo("alice\t30\n");
    assertThat(kv("stats", "--image").out()).contains("users");
    assertThat(Path.of(db, "lock.mdb")).doesNotExist();
    assertFailed(kv("put", "users", "bob", "1", "--image"), 1, "leave out --image to write");
    assertFailed(kv("checkpoint", "--image"), 1, "leave out --image to write");
  }

  @Test
  void put_andGet_answerTheValueAsItWasStored() {
    assertDone(kv("put", "users", "alice", "{\"age\": 30}"));
    assertDone(kv("put", "notes", "Grüße/☃", "two\nlines\n"));
    assertThat(kv("get", "users", "alice").out()).isEqualTo("{\"age\": 30}");
    assertThat(kv("get", "notes", "Grüße/☃").out()).isEqualTo("two\nlines\n");
    assertThat(json(kv("get", "users", "alice", "--json")).get("value")).isEqualTo("{\"age\": 30}");
    assertDone(kvWithInput("from a pipe", "put", "notes", "piped", "-"));
    assertFailed(
        kvWithInput("x".repeat(KvRow.MAX_VALUE_BYTES + 1), "put", "notes", "piped", "-"),
        1,
        "at most " + KvRow.MAX_VALUE_BYTES);
    assertThat(kv("get", "notes", "piped").out()).isEqualTo("from a pipe");
    assertFailed(
        kvWithInput(new byte[] {'a', (byte) 0xff}, "put", "notes", "piped", "-"), 1, "at byte 2");
    assertThat(kv("get", "notes", "piped").out()).isEqualTo("from a pipe");
    assertFailed(kv("put", "users", "alice", "again", "--insert"), 1, "alice", "--insert");
    assertThat(kv("get", "users", "alice").out()).isEqualTo("{\"age\": 30}");
  }

  @Test
  void verbs_onWhatIsNotThere_sayWhatAndWhatToDo() {
    assertFailed(kv("get", "users", "alice"), 1, "no key-value database", "kv put");
    assertFailed(kv("delete", "users", "alice"), 1, "no key-value database");
    assertFailed(kv("stats"), 1, "no key-value database");
    assertDone(kv("put", "users", "alice", "1"));
    assertFailed(kv("get", "users", "bob"), 1, "no \"bob\" in users");
    assertFailed(kv("get", "others", "bob"), 1, "no table \"others\"", "kv stats");
    assertFailed(kv("delete", "users", "bob"), 1, "no \"bob\"");
    assertFailed(CommandRun.of("kv"), 2, "name a verb");
    assertFailed(CommandRun.of("log"), 2, "name a verb");
  }

  @Test
  void keysAndNames_thatTheStoreRefuses_areRefusedBeforeAnythingIsMade() {
    assertFailed(kv("put", "users", "", "1"), 1, "1 to 511 bytes");
    assertFailed(kv("put", "users", "k".repeat(512), "1"), 1, "has 512");
    assertFailed(kv("put", "_users", "k", "1"), 1, "_users");
    assertFailed(kv("put", "kv_tables", "k", "1"), 1, "kv_tables");
    assertThat(Path.of(db)).doesNotExist();
    assertDone(kv("put", "users", "k".repeat(511), "1"));
  }

  @Test
  void delete_ofSomeThatAreThere_deletesThoseAndNamesTheOthers() {
    assertDone(kv("put", "users", "alice", "1"));
    assertDone(kv("put", "users", "bob", "2"));
    CommandRun run = kv("delete", "users", "alice", "carol", "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(json(run).get("deleted")).isEqualTo(1L);
    assertThat(json(run).get("missing")).isEqualTo(List.of("carol"));
    assertThat(kv("scan", "users").out()).isEqualTo("bob\t2\n");
  }

  @Test
  void scan_ofARange_isInTheOrderOfKeys() {
    assertDone(
        kvWithInput(
            "[\"b\",1]\n[\"a\",\"x\"]\n[\"ab\",{\"n\":null}]\n[\"c\",true]\n", "load", "t"));
    assertThat(kv("scan", "t").out()).isEqualTo("a\tx\nab\t{\"n\":null}\nb\t1\nc\ttrue\n");
    assertThat(kv("scan", "t", "--prefix", "a", "--keys").out()).isEqualTo("a\nab\n");
    assertThat(kv("scan", "t", "--from", "ab", "--to", "c", "--keys").out()).isEqualTo("ab\nb\n");
    assertThat(kv("scan", "t", "--descending", "--limit", "1", "--keys").out()).isEqualTo("c\n");
    assertThat(kv("scan", "t", "--reverse", "--limit", "1", "--keys").out()).isEqualTo("c\n");
    assertThat(kv("scan", "t", "--limit", "0").out()).isEmpty();
    assertFailed(kv("scan", "t", "--limit", "-1"), 2, "--limit");
    String lines = kv("scan", "t", "--json").out();
    assertDone(kvWithInput(lines, "load", "copy"));
    assertThat(kv("scan", "copy", "--json").out()).isEqualTo(lines);
  }

  @Test
  void txn_thatHolds_isCommittedWholeAndThatDoesNotNotAtAll() {
    assertDone(kv("put", "a", "x", "1"));
    String good =
        """
        {"op":"check","table":"a","key":"x","value":"1"}
        {"op":"put","table":"a","key":"x","value":"2"}

        {"op":"insert","table":"b","key":"y","value":{"n":1}}
        {"op":"get","table":"b","key":"y"}
        {"op":"check","table":"a","key":"none","value":null}
        """;
    CommandRun run = kvWithInput(good, "txn", "-", "--json");
    assertDone(run);
    assertThat(TaggedJson.write(json(run).get("found")))
        .isEqualTo("[{\"table\":\"b\",\"key\":\"y\",\"value\":\"{\\\"n\\\":1}\"}]");
    assertFailed(kvWithInput(good, "txn"), 1, "Step 1", "nothing was committed");
    String bad =
        """
        {"op":"delete","table":"a","key":"x"}
        {"op":"insert","table":"b","key":"y","value":"again"}
        """;
    assertFailed(kvWithInput(bad, "txn"), 1, "Step 2", "nothing was committed");
    assertThat(kv("get", "a", "x").out()).isEqualTo("2");
    assertFailed(kvWithInput("{\"op\":\"swap\",\"table\":\"a\",\"key\":\"x\"}", "txn"), 1, "swap");
    assertFailed(kvWithInput("{", "txn"), 1, "line 1");
    assertFailed(
        kvWithInput("{\"op\":\"put\",\"table\":\"a\",\"key\":\"x\"}", "txn"), 1, "\"value\"");
    assertFailed(kv("txn", folder.resolve("none").toString()), 1, "none");
  }

  @Test
  void load_withLinesThatCannotBeTaken_takesTheOthersAndNamesThose() throws IOException {
    Path file = folder.resolve("rows.jsonl");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      lines
          .append("{\"key\":\"k")
          .append(i)
          .append("\",\"value\":{\"n\":")
          .append(i)
          .append("}}\n");
    }
    lines.append("not json\n\n{\"key\":5,\"value\":1}\n[\"\",1]\n");
    Files.writeString(file, lines);
    CommandRun run = kv("load", "rows", file.toString(), "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(json(run).get("rows")).isEqualTo(2_500L);
    assertThat(json(run).get("transactions")).isEqualTo(3L);
    assertThat(TaggedJson.write(json(run).get("failed")))
        .contains("\"line\":2501", "\"line\":2503", "\"line\":2504");
    assertThat(kv("get", "rows", "k2499").out()).isEqualTo("{\"n\":2499}");
    assertThat(json(kv("stats", "--json")).get("tables")).isEqualTo(Map.of("rows", 2_500L));
    assertDone(kv("load", "rows", file.toString().replace("rows", "more"), "--help"));
    assertFailed(kv("load", "rows", folder.resolve("none").toString()), 1, "none");
    assertFailed(kv("load", "rows", "-", "--batch", "0"), 2, "--batch");
  }

  @Test
  void linesThatAreNotUtf8_areRefusedAloneAndNothingElseIsStoredInTheirPlace() throws IOException {
    byte[] lines =
        "[\"a\",\"\u00e4\"]\n[\"b\",\"\u00e4\"]\n[\"c\",\"x\"]\n".getBytes(StandardCharsets.UTF_8);
    lines[lines.length - 15] = (byte) 0xff;
    Path file = Files.write(folder.resolve("rows.jsonl"), lines);
    for (CommandRun run :
        List.of(kv("load", "t", file.toString()), kvWithInput(lines, "load", "t"))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("Line 2", "is not UTF-8");
      assertThat(kv("scan", "t").out()).isEqualTo("a\t\u00e4\nc\tx\n");
    }
    byte[] step =
        "{\"op\":\"put\",\"table\":\"t\",\"key\":\"?\",\"value\":\"1\"}"
            .getBytes(StandardCharsets.UTF_8);
    step[new String(step, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xc3;
    assertFailed(kvWithInput(step, "txn"), 1, "line 1", "is not UTF-8");
  }

  @Test
  void byteOrderMark_beforeTheFirstLine_isNoPartOfIt() {
    assertDone(kvWithInput("\uFEFF[\"a\",\"1\"]\n[\"b\",\"\uFEFF2\"]\n", "load", "t"));
    assertThat(kv("scan", "t").out()).isEqualTo("a\t1\nb\t\uFEFF2\n");
    assertDone(kvWithInput("\uFEFF", "load", "t"));
    CommandRun second = kvWithInput("[\"c\",\"3\"]\n\uFEFF[\"d\",\"4\"]\n", "load", "t");
    assertThat(second.err()).contains("Line 2");
  }

  @Test
  void checkpointAndRecover_onAHealthyDatabase_sayHowItStands() {
    assertDone(kv("put", "t", "k", "v"));
    assertThat(json(kv("checkpoint", "--json")).get("checkpointed")).isInstanceOf(Long.class);
    CommandRun recovered = kv("recover", "--json");
    assertDone(recovered);
    assertThat(json(recovered).get("problems")).isEqualTo(List.of());
    assertThat(kv("recover").out()).contains("torn tail      none", "ok");
    assertThat(kv("stats").out()).contains("commits", "TABLE", "t ");
  }

  @Test
  void get_whileAnotherHasTheDatabaseOpen_isRefusedInOneSentence() {
    assertDone(kv("put", "t", "k", "v"));
    try (KvDatabase _ = KvDatabase.open(Path.of(db), KvDatabase.Writing.synced())) {
      assertFailed(kv("get", "t", "k"), 1, db);
      assertFailed(kv("put", "t", "k", "w"), 1, db);
    }
    assertThat(kv("get", "t", "k").out()).isEqualTo("v");
  }

  @Test
  void logInAFolderOfItsOwn_isRememberedUntilTheDatabaseIsCopiedElsewhere() throws IOException {
    Path wal = folder.resolve("wal");
    assertDone(kv("put", "t", "k", "v", "--log", wal.toString()));
    assertThat(wal.resolve("0000000001.log")).exists();
    assertDone(kv("put", "u", "k", "w"));
    assertThat(kv("get", "t", "k").out()).isEqualTo("v");
    assertThat(Path.of(db, "log")).doesNotExist();
    assertThat(CommandRun.of("log", "dump", wal.toString()).out()).contains("put t \"k\"");
    assertThat(CommandRun.of("log", "dump", db).out()).contains("put t \"k\"");
    assertThat(CommandRun.of("doctor", db).out()).contains("log", "whole up to transaction");
    copy(Path.of(db), folder.resolve("copy"));
    String copy = folder.resolve("copy").toString();
    assertDone(CommandRun.of("kv", "put", "t", "k", "of the copy", "--db", copy));
    assertThat(Path.of(copy, "log/0000000001.log")).exists();
    assertThat(kv("get", "t", "k").out()).isEqualTo("v");
    Path other = folder.resolve("other");
    assertDone(kv("put", "t", "k", "moved", "--log", other.toString()));
    assertThat(other.resolve("0000000001.log")).exists();
    assertThat(json(kv("stats", "--json")).get("tables")).isEqualTo(Map.of("t", 1L, "u", 1L));
    assertFailed(kv("get", "t", "k", "--log", wal.toString()), 1, wal.toString(), "another store");
    assertThat(kv("get", "t", "k").out()).isEqualTo("moved");
    Files.move(other, folder.resolve("unmounted"));
    CommandRun gone = CommandRun.of("doctor", db);
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.out()).contains(other + " is not there");
  }

  @Test
  void kv_onADatabaseOfAnotherKind_isRefusedAndChangesNothing() {
    assertDone(CommandRun.of("init", folder.resolve("app").toString()));
    String config = folder.resolve("app/fulgur.yaml").toString();
    assertThat(CommandRun.of("migrate", "--config", config).exitCode()).isZero();
    String prompts = folder.resolve("app/prompts.fulgur").toString();
    assertFailed(CommandRun.of("kv", "put", "t", "k", "v", "--db", prompts), 1, "another kind");
    assertThat(CommandRun.of("get", "hello", "--config", config).exitCode()).isZero();
  }

  @Test
  void logDump_ofACommittedTransaction_showsItsFrame() throws IOException {
    Files.writeString(folder.resolve("server.log"), "not ours");
    assertFailed(CommandRun.of("log", "dump", folder.toString()), 1, "no log");
    assertFailed(CommandRun.of("log", "dump", folder + "/none"), 1, "no folder");
    try (KvDatabase database =
        KvDatabase.open(Path.of(db), KvDatabase.Writing.synced(), List.of("t"))) {
      var table = Objects.requireNonNull(database.find("t"));
      database.store().write(tx -> tx.put(table, "the key", "v"));
      CommandRun run = CommandRun.of("log", "dump", db);
      assertDone(run);
      assertThat(run.out()).contains("0000000001.log", "frame", "put t \"the key\"");
      CommandRun lines = CommandRun.of("log", "dump", db, "--json");
      assertThat(lines.out().lines().map(TaggedJson::read))
          .anyMatch(entry -> entry instanceof Map<?, ?> map && "frame".equals(map.get("kind")));
      assertThat(CommandRun.of("log", "dump", db, "--from", "999").out()).doesNotContain("frame ");
    }
  }

  @Test
  void damagedLog_isRefusedShownAndSalvagedOnPurpose() throws IOException {
    Path image = folder.resolve("image");
    try (KvDatabase database =
        KvDatabase.open(Path.of(db), KvDatabase.Writing.synced(), List.of("t"))) {
      var table = Objects.requireNonNull(database.find("t"));
      for (int i = 0; i < 20; i++) {
        String key = "k" + (10 + i);
        database.store().write(tx -> tx.put(table, key, "v".repeat(100)));
      }
      copy(Path.of(db), image);
    }
    Path segment = image.resolve("log/0000000001.log");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(4096 + 170 * 9 + 60);
      file.write(0x55);
    }
    CommandRun refused = CommandRun.of("kv", "recover", "--db", image.toString());
    assertFailed(refused, 1, "0000000001.log", "fulgur doctor");
    CommandRun dump = CommandRun.of("log", "dump", image.toString());
    assertThat(dump.exitCode()).isEqualTo(1);
    assertThat(dump.out()).contains("damage, they had been durable");
    CommandRun json = CommandRun.of("log", "dump", image.toString(), "--json", "--from", "99");
    assertThat(json.exitCode()).isEqualTo(1);
    Path hole = folder.resolve("hole");
    copy(image, hole);
    Files.move(hole.resolve("log/0000000002.log"), hole.resolve("log/0000000003.log"));
    CommandRun dumpOfHole = CommandRun.of("log", "dump", hole.toString());
    assertThat(dumpOfHole.exitCode()).isEqualTo(1);
    assertThat(dumpOfHole.out()).contains("hole: 0000000002.log is missing");
    Path copy = folder.resolve("as-it-was");
    CommandRun cut = CommandRun.of("doctor", image.toString(), "--copy", copy.toString(), "--json");
    assertDone(cut);
    assertThat(json(cut).get("damaged")).isEqualTo(true);
    assertThat(copy.resolve("0000000001.log")).exists();
    assertDone(CommandRun.of("kv", "recover", "--db", image.toString()));
    assertThat(CommandRun.of("kv", "scan", "t", "--keys", "--db", image.toString()).out())
        .startsWith("k10\n")
        .doesNotContain("k29");
    assertFailed(CommandRun.of("doctor", image.toString(), "--copy", copy.toString()), 1, "exists");
  }

  @Test
  void openingAfterACrash_saysInOneLineWhatWasBroughtIn() throws IOException {
    for (String verb : List.of("stats", "put", "recover")) {
      Path image = folder.resolve(verb);
      try (KvDatabase database =
          KvDatabase.open(Path.of(db), KvDatabase.Writing.synced(), List.of("t"))) {
        var table = Objects.requireNonNull(database.find("t"));
        database.store().write(tx -> tx.put(table, "k", verb));
        database.store().write(tx -> tx.put(table, "l", verb));
        copy(Path.of(db), image);
      }
      CommandRun run =
          verb.equals("put")
              ? CommandRun.of("kv", verb, "new", "k", "v", "--db", image.toString())
              : CommandRun.of("kv", verb, "--db", image.toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
      if (verb.equals("recover")) {
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("brought in     2 transactions");
      } else {
        assertThat(run.err()).startsWith("Recovered after a crash: 2 transactions brought in");
      }
      assertThat(CommandRun.of("kv", "get", "t", "k", "--db", image.toString()).out())
          .isEqualTo(verb);
      assertThat(CommandRun.of("kv", "stats", "--db", image.toString()).err()).isEmpty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (Files.isDirectory(file)) {
          copy(file, to.resolve(name));
        } else if (!name.startsWith("lock") && !name.endsWith(".lock")) {
          Files.copy(file, to.resolve(name));
        }
      }
    }
  }
}
