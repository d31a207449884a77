package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.yaml.Yaml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What users give that is wrong: one sentence, exit code 1, and what was stored is still there.
final class BadInputTest {
  private static final String VERSION_OF_LMDB_1 = "another version of LMDB";

  private final Path folder;
  private final String db;

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
    this.db = folder.resolve("db").toString();
  }

  @BeforeEach
  void store() throws IOException {
    String file = write("kept.yaml", "{id: kept, template: 'kept {{ x }}'}");
    assertThat(CommandRun.of("save", file, "--db", db).exitCode()).isZero();
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    return file.toString();
  }

  /// Runs what is to be refused.
  private static void refused(String sentence, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains(sentence).doesNotContain("bug in fulgur");
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
  }

  /// Runs what is to be refused to a user who may not read everything.
  private static void shut(boolean privileged, String sentence, String... arguments)
      throws Exception {
    if (!privileged) {
      refused(sentence, arguments);
      return;
    }
    Process process = CommandProcess.startWithoutPrivilege(arguments);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(err).isEqualTo(1);
    assertThat(err).contains(sentence).doesNotContain("bug in fulgur");
    assertThat(err.strip().lines()).hasSize(1);
  }

  private void keeps() {
    CommandRun run = CommandRun.of("get", "kept", "--db", db);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("kept {{ x }}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {id: "", template: x}                                     | its id is empty
          {id: "a\\0b", template: x}                                | its id has a NUL character
          {id: 5, template: x}                                      | id must be text
          {id: a}                                                   | template is missing
          {id: [a                                                   | expected ',' or ']'
          {id: a, template: x, metadata: &m {self: *m}}             | contains itself
          {id: a, template: x, metadata: !!python/name:os.system x} | is not one of YAML's own
          {id: a, template: x, metadata: 2020-01-01}                | metadata
          """)
  void save_ofAWrongTemplate_isRefused(String yaml, String sentence) throws IOException {
    refused(sentence, "save", write("wrong.yaml", yaml), "--db", db);
    keeps();
  }

  @Test
  void save_ofTooMuch_isRefused() throws IOException {
    String tooLong = "k".repeat(600);
    refused(
        "600 bytes, and the limit is 511",
        "save",
        write("long.yaml", "{id: " + tooLong + ", template: x}"),
        "--db",
        db);
    refused(
        "the limit is " + Yaml.MAX_BYTES,
        "save",
        write("huge.yaml", "{id: a, template: " + "x".repeat(10 << 20) + "}"),
        "--db",
        db);
    refused(
        "nested deeper than 256",
        "save",
        write("deep.yaml", "{id: a, template: x, metadata: {d: " + "[".repeat(9_999)),
        "--db",
        db);
    StringBuilder laughs = new StringBuilder("id: a\ntemplate: x\nmetadata:\n  a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      laughs.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    refused("aliases expand", "save", write("laughs.yaml", laughs.toString()), "--db", db);
    keeps();
  }

  @Test
  void save_ofWhatIsNoFile_isRefused() {
    refused("is a folder", "save", folder.toString(), "--db", db);
    refused("There is no", "save", folder.resolve("none.yaml").toString(), "--db", db);
    keeps();
  }

  @Test
  void anyVerb_ofIdsThatCannotBe_saysThatTheyAreNotThere() {
    for (String id : new String[] {"", "k".repeat(600), "none", "a\0b", "kept@9"}) {
      refused("No ", "get", id, "--db", db);
      refused("There is no template '", "delete", id, "--db", db);
    }
    keeps();
  }

  @Test
  void migrate_ofAFolderWithWrongFiles_takesTheOthersAndNamesEach() throws IOException {
    write("from/good.yaml", "{id: good, template: x}");
    write("from/empty.yaml", "");
    write("from/wrong.yaml", "{id: '', template: x}");
    CommandRun run =
        CommandRun.of("migrate", "--from", folder.resolve("from").toString(), "--to", db);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Not taken (2)", "empty.yaml", "wrong.yaml", "1 template is");
    assertThat(CommandRun.of("get", "good", "--db", db).exitCode()).isZero();
    keeps();
  }

  @Test
  void open_ofWhatIsNoStore_isRefusedAndLeftAsItIs() throws IOException {
    List<String> sentences = new ArrayList<>();
    byte[] data = Files.readAllBytes(Path.of(db, "data.mdb"));
    byte[] other = data.clone();
    ByteBuffer.wrap(other).order(ByteOrder.nativeOrder()).putInt(20, 2);
    Files.write(Files.createDirectory(folder.resolve("one")).resolve("data.mdb"), other);
    Files.write(Files.createDirectory(folder.resolve("junk")).resolve("data.mdb"), new byte[9_999]);
    Files.createDirectories(folder.resolve("tree/data.mdb"));
    sentences.add("one|" + VERSION_OF_LMDB_1);
    sentences.add("junk|is not a data file of LMDB");
    sentences.add("tree|is a folder where the data file");
    sentences.add("kept.yaml|is a file; give the folder");
    sentences.add("kept.yaml/db|could not be made (Not a directory)");
    String good = write("more.yaml", "{id: more, template: x}");
    for (String each : sentences) {
      int bar = each.indexOf('|');
      String place = folder.resolve(each.substring(0, bar)).toString();
      refused(each.substring(bar + 1), "save", good, "--db", place);
    }
    assertThat(folder.resolve("one/data.mdb")).hasBinaryContent(other);
    assertThat(folder.resolve("junk/data.mdb")).hasBinaryContent(new byte[9_999]);
    refused("There is no store", "list", "--db", folder.resolve("none").toString());
    assertThat(folder.resolve("none")).doesNotExist();
    Files.write(Files.createDirectory(folder.resolve("empty")).resolve("data.mdb"), new byte[0]);
    refused("is empty; check the path", "list", "--db", folder.resolve("empty").toString());
  }

  @Test
  void open_withoutPermission_saysSo() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, Set.of());
    try {
      boolean privileged = Files.isReadable(closed);
      shut(privileged, "may not be read", "list", "--db", closed.toString());
      shut(privileged, "may not be read", "migrate", "--from", closed.toString(), "--to", db);
      shut(privileged, "No permission", "init", closed.resolve("new").toString());
    } finally {
      Files.setPosixFilePermissions(closed, Set.of(PosixFilePermission.values()));
    }
  }

  @Test
  void open_ofAnotherSchema_isRefusedBothWays() throws IOException {
    write("src/A.java", "class A {}");
    String tracker = folder.resolve("tracker").toString();
    String source = folder.resolve("src").toString();
    assertThat(CommandRun.of("index", source, "--db", tracker).exitCode()).isZero();
    refused("open it with the program that wrote it", "list", "--db", tracker);
    refused("open it with the program that wrote it", "index", source, "--db", db);
    assertThat(CommandRun.of("symbols", "A", "--db", tracker).exitCode()).isZero();
    keeps();
  }

  @Test
  void save_intoAFullMap_isRefusedAndReadsAndDeletesGoOn() throws IOException {
    String config = write("small/fulgur.yaml", "{registry: lmdb, db_path: db, map_size: 200000}");
    String first = write("small/a.yaml", "{id: a, template: x}");
    assertThat(CommandRun.of("save", first, "--config", config).exitCode()).isZero();
    String large = write("small/b.yaml", "{id: b, template: " + "x".repeat(300_000) + "}");
    refused(
        "no room for this write; delete, or raise the quota", "save", large, "--config", config);
    assertThat(CommandRun.of("get", "a", "--config", config).out()).contains("x");
    assertThat(CommandRun.of("delete", "a", "--config", config).exitCode()).isZero();
    String folderToo =
        write("small/m.yaml", "{registry: lmdb, db_path: db2, prompt_dir: ., map_size: 200000}");
    refused("no room for this write", "migrate", "--config", folderToo);
    refused(
        "map_size must be a number of bytes, 65536 or more",
        "list",
        "--config",
        write("small/wrong.yaml", "{db_path: db, map_size: 1000}"));
  }
}
