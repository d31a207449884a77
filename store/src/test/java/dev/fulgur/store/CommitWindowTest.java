package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The moment in which LMDB's last transaction is ahead of what a new snapshot shows: another
/// process has written the meta page of its commit, and has not entered it in the reader table.
final class CommitWindowTest {

  @TempDir Path temporary;

  private final Note.Tables t = Note.tables();
  private Path folder;
  private List<String> command;

  CommitWindowTest() {
    folder = Path.of("unset");
    command = List.of();
  }

  @BeforeEach
  void build() throws IOException {
    boolean fits =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    Child.assumeRuns("the peer is for x86_64 Linux", fits ? "true" : "false");
    Child.assumeRuns("the peer is written in C", "gcc", "--version");
    folder = temporary.resolve("store");
    Path library = temporary.resolve("liblmdb.so");
    Path program = temporary.resolve("window");
    copy("/org/lmdbjava/native/x86_64-linux-gnu.so", library);
    copy("/dev/fulgur/store/window.c", temporary.resolve("window.c"));
    String source = temporary.resolve("window.c").toString();
    Child.assumeRuns(
        "the peer is built", "gcc", "-O1", "-rdynamic", "-o", program.toString(), source, "-ldl");
    command = List.of(program.toString(), library.toString(), folder.toString());
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = CommitWindowTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      Files.copy(in, target);
    }
  }

  private Store open() {
    return Store.open(folder, t.schema(), StoreOptions.defaults());
  }

  /// Starts the other process, and answers when it is where it is to be.
  private Process inTheWindow() throws IOException {
    Process peer =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said = peer.inputReader();
    assertThat(said.readLine()).isEqualTo("written");
    return peer;
  }

  /// What a new view shows: its version, and what another process and we wrote.
  private void assertShows(Store store, long version, String theirs, String ours) {
    store.read(
        view -> {
          assertThat(view.version()).isEqualTo(version);
          assertThat(String.valueOf(view.get(t.plain(), 2L))).isEqualTo(theirs);
          assertThat(String.valueOf(view.get(t.plain(), 3L))).isEqualTo(ours);
          return true;
        });
  }

  @Test
  void commitOfAnother_untilItIsInTheReaderTable_isAheadOfViewsAndShownWholeAfterwards()
      throws Exception {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      long before = store.version();
      Process peer = inTheWindow();
      try {
        assertThat(store.version()).isEqualTo(before + 1);
        assertShows(store, before, "null", "null");
        CompletableFuture<?> waiting =
            store.writeAsync(tx -> tx.put(t.plain(), 3L, tx.get(t.plain(), 2L) + " and ours"));
        assertShows(store, before, "null", "null");
        assertThat(store.stats().version()).isEqualTo(before);
        Stores.assertClean(store);
        store.backup(temporary.resolve("copy"));
        assertThat(waiting.isDone()).isFalse();
        peer.getOutputStream().close();
        assertThat(peer.waitFor()).isZero();
        assertThat(waiting).succeedsWithin(java.time.Duration.ofMinutes(1));
      } finally {
        peer.destroyForcibly();
      }
      assertThat(store.version()).isEqualTo(before + 2);
      assertShows(store, before + 2, "theirs", "theirs and ours");
      Stores.assertClean(store);
    }
    try (Store copy = Store.openImage(temporary.resolve("copy"), t.schema())) {
      assertThat(copy.<String>read(view -> view.get(t.plain(), 1L))).isEqualTo("one");
      assertThat(copy.<Boolean>read(view -> view.contains(t.plain(), 2L))).isFalse();
      Stores.assertClean(copy);
    }
  }

  @Test
  void commitOfOneThatDiedThere_isTakenOverByTheNextWrite() throws Exception {
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      long before = store.version();
      Process peer = inTheWindow();
      peer.destroyForcibly().waitFor();
      assertThat(store.version()).isEqualTo(before + 1);
      assertShows(store, before, "null", "null");
      store.write(tx -> tx.put(t.plain(), 3L, tx.get(t.plain(), 2L) + " and ours"));
      assertThat(store.version()).isEqualTo(before + 2);
      assertShows(store, before + 2, "theirs", "theirs and ours");
      Stores.assertClean(store);
    }
  }

  @Test
  void store_thatIsOpenedAfterOneDiedThere_showsItsCommit() throws Exception {
    long before;
    try (Store store = open()) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      before = store.version();
      inTheWindow().destroyForcibly().waitFor();
    }
    try (Store store = open()) {
      assertShows(store, store.version(), "theirs", "null");
      assertThat(store.version()).isGreaterThan(before);
      Stores.assertClean(store);
    }
  }
}
