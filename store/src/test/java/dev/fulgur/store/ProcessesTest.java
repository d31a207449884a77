package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one store: dead ones, those of other languages, users and containers.
final class ProcessesTest {

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("store");
  }

  private Store open() {
    return Store.open(folder(), Child.SCHEMA, StoreOptions.defaults());
  }

  private static void put(Store store, String key) {
    store.write(tx -> tx.put(Child.NOTES, key, Note.of(key, "both", "java")));
  }

  @Test
  void readerThatWasKilled_losesItsSlotWhenTheStoreIsOpened() throws Exception {
    int slots;
    try (Store store = open()) {
      put(store, "a");
      try (Child child = Child.start()) {
        assertThat(child.tell("read", folder().toString())).isEqualTo("done");
        assertThat(child.tell("view")).isEqualTo("done");
        put(store, "b");
        put(store, "c");
        StoreStats stats = store.stats();
        slots = stats.readersInUse();
        assertThat(stats.oldestReaderLag()).isEqualTo(2);
        child.kill();
      }
      assertThat(store.stats().readersInUse()).isEqualTo(slots);
    }
    try (Store store = open()) {
      StoreStats stats = store.stats();
      assertThat(stats.readersInUse()).isLessThan(slots);
      assertThat(stats.oldestReaderLag()).isZero();
      Stores.assertClean(store);
    }
  }

  @Test
  void readerSlots_areThoseOfWhoOpenedFirst() throws Exception {
    StoreOptions few = StoreOptions.defaults().withMaxReaders(3);
    try (Child child = Child.start()) {
      assertThat(child.tell("write", folder().toString())).isEqualTo("done");
      try (Store store = Store.open(folder(), Child.SCHEMA, few)) {
        assertThat(store.stats().readersMax()).isEqualTo(2048);
      }
    }
    Files.delete(folder().resolve("lock.mdb")); // it does not shrink
    try (Store store = Store.open(folder(), Child.SCHEMA, few);
        Child child = Child.start()) {
      assertThat(child.tell("read", folder().toString())).isEqualTo("done");
      assertThat(store.stats().readersMax()).isEqualTo(3);
      put(store, "a");
      assertThat(child.tell("count")).isEqualTo("1");
    }
  }

  @Test
  void copyWithoutRoom_isRefusedAndLeavesNothing() throws Exception {
    Path small = Files.createDirectories(temporary.resolve("small"));
    String mount = "mount -t tmpfs -o size=16k tmpfs '%s' && exec \"$0\" \"$@\"".formatted(small);
    Child.assumeRuns(
        "nothing can be mounted here", "unshare", "--mount", "sh", "-c", mount, "true");
    try (Child child = new Child(List.of("unshare", "--mount", "sh", "-c", mount), null)) {
      assertThat(child.tell("write", folder().toString())).isEqualTo("done");
      assertThat(child.tell("put", "a")).isEqualTo("done");
      assertThat(child.tell("keep", small.resolve("backup").toString(), "none"))
          .contains("CopyRefused")
          .contains("bytes and " + small + " has")
          .contains("free some");
      assertThat(child.tell("files", small.toString())).isEqualTo("0");
      assertThat(child.tell("count")).isEqualTo("1");
    }
  }

  @Test
  void writerThatWasKilled_leavesWholeCommitsAndNoLock() throws Exception {
    try (Store store = open()) {
      try (Child child = Child.start()) {
        assertThat(child.tell("write", folder().toString())).isEqualTo("done");
        for (int i = 0; i < 5; i++) {
          assertThat(child.tell("put", "k" + i)).isEqualTo("done");
        }
        child.kill();
      }
      put(store, "ours");
      assertThat(Stores.count(store, Child.NOTES)).isEqualTo(6);
      Stores.assertClean(store);
    }
  }

  @Test
  void javaAndPython_inTurn_seeWhatTheOthersWrote() throws Exception {
    String named = System.getenv("FULGUR_PYTHON");
    String python = named == null ? "/usr/bin/python3" : named;
    Child.assumeRuns(
        "there is no Python with lmdb and msgpack", python, "-c", "import lmdb, msgpack");
    try (Store store = open();
        Child child = Child.start();
        Python other = new Python(python, folder())) {
      put(store, "first");
      assertThat(child.tell("write", folder().toString())).isEqualTo("done");
      long expected = 1;
      for (int round = 0; round < 6; round++) {
        put(store, "ours " + round);
        assertThat(child.tell("count")).isEqualTo(Long.toString(++expected));
        assertThat(child.tell("put", "child " + round)).isEqualTo("done");
        assertThat(other.tell("count")).isEqualTo(Long.toString(++expected));
        assertThat(other.tell("put python" + round)).isEqualTo("done");
        expected++;
        assertThat(Stores.count(store, Child.NOTES)).isEqualTo(expected);
        assertThat(child.tell("count")).isEqualTo(Long.toString(expected));
        assertThat(store.<Boolean>read(View::writtenByOthers)).isTrue();
      }
      // Whoever of ours writes next brings the index up to date for all.
      assertThat(child.tell("keys", "python")).doesNotContain("python5");
      put(store, "last");
      assertThat(child.tell("keys", "python"))
          .isEqualTo("python0 python1 python2 python3 python4 python5");
      assertThat(store.<Long>read(view -> view.count(Child.BY_TAG, Range.only("both"))))
          .isEqualTo(expected + 1);
      assertThat(store.<Boolean>read(View::writtenByOthers)).isFalse();
      Stores.assertClean(store);
    }
  }

  @Test
  void containerOfTheSamePid_isToldSo() throws Exception {
    List<String> container = List.of("unshare", "--pid", "--fork", "--kill-child");
    Child.assumeRuns(
        "process ids cannot be unshared", "unshare", "--pid", "--fork", "--kill-child", "true");
    try (Store store = open()) {
      put(store, "a");
    }
    try (Child first = new Child(container, null);
        Child second = new Child(container, null)) {
      assertThat(first.tell("read", folder().toString())).isEqualTo("done");
      assertThat(first.tell("count")).isEqualTo("1");
      assertThat(second.tell("read", folder().toString()))
          .startsWith("SAME_PID")
          .contains("containers");
      assertThat(second.tell("write", folder().toString())).startsWith("SAME_PID");
      assertThat(first.tell("count")).isEqualTo("1");
      assertThat(first.tell("close")).isEqualTo("done");
      assertThat(second.tell("read", folder().toString())).isEqualTo("done");
      assertThat(second.tell("count")).isEqualTo("1");
    }
  }

  @Test
  void readOnlyMount_isReadWithoutALockAndRefusedForWriting() throws Exception {
    Child.assumeRuns("mounts cannot be unshared", "unshare", "--mount", "true");
    try (Store store = open()) {
      put(store, "a");
    }
    Files.delete(folder().resolve("lock.mdb"));
    String mount =
        "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s' && exec \"$0\" \"$@\"";
    List<String> namespace = List.of("unshare", "--mount", "sh", "-c", mount.formatted(folder()));
    Child.assumeRuns(
        "nothing can be mounted here",
        "unshare",
        "--mount",
        "sh",
        "-c",
        mount.formatted(folder()),
        "true");
    try (Child child = new Child(namespace, null)) {
      assertThat(child.tell("write", folder().toString())).startsWith("NO_PERMISSION");
      assertThat(child.tell("read", folder().toString())).isEqualTo("done");
      assertThat(child.tell("count")).isEqualTo("1");
      assertThat(child.tell("close")).isEqualTo("done");
      assertThat(child.tell("image", folder().toString())).isEqualTo("done");
      assertThat(child.tell("keys", "java")).isEqualTo("a");
    }
    assertThat(folder().resolve("lock.mdb")).doesNotExist();
  }

  @Test
  void otherUser_isRefusedWithWhatIsMissingAndMayReadAnImage() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> user =
        root
            ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            : List.of("env"); // the rights that are taken away below bind us as well
    Child.assumeRuns(
        "another user cannot be taken on",
        List.of(String.join(" ", user).concat(" true").split(" ", -1)).toArray(String[]::new));
    try (Store store = open()) {
      put(store, "a");
    }
    mode(temporary, "rwxr-xr-x");
    mode(folder(), "r-xr-xr-x");
    mode(folder().resolve("data.mdb"), "r--r--r--");
    mode(folder().resolve("lock.mdb"), "r--r--r--");
    String folder = folder().toString();
    try (Child child = new Child(user, Child.copiedClassPath(temporary.resolve("classes")))) {
      assertThat(child.tell("write", folder)).startsWith("NO_PERMISSION").contains("for reading");
      assertThat(child.tell("read", folder)).startsWith("NO_PERMISSION").contains("image");
      assertThat(child.tell("image", folder)).isEqualTo("done");
      assertThat(child.tell("count")).isEqualTo("1");
      assertThat(child.tell("close")).isEqualTo("done");
      mode(folder().resolve("data.mdb"), "-wx------");
      assertThat(child.tell("image", folder)).startsWith("NO_PERMISSION").contains("data.mdb");
      assertThat(child.tell("write", temporary.resolve("classes") + "/0/new"))
          .startsWith(root ? "NO_PERMISSION" : "done");
    } finally {
      mode(folder(), "rwx------");
      mode(folder().resolve("data.mdb"), "rw-------");
      mode(folder().resolve("lock.mdb"), "rw-------");
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void lockFile_isOpenedByLmdbAloneAndClosedAtTheEnd() throws Exception {
    Child.assumeRuns("system calls cannot be traced", "strace", "-f", "-o", "/dev/null", "true");
    Path trace = temporary.resolve("trace");
    List<String> strace =
        List.of("strace", "-f", "-e", "trace=openat,open,close", "-o", trace.toString());
    try (Child child = new Child(strace, null)) {
      assertThat(child.tell("write", folder().toString())).isEqualTo("done");
      assertThat(child.tell("put", "a")).isEqualTo("done");
      assertThat(child.tell("view")).isEqualTo("done");
      assertThat(
              child.tell(
                  "keep",
                  temporary.resolve("backup").toString(),
                  temporary.resolve("compacted").toString()))
          .isEqualTo("done");
      assertThat(child.tell("put", "b")).isEqualTo("done");
      List<String> calls = Files.readAllLines(trace);
      Pattern opening =
          Pattern.compile("open.*\"" + Pattern.quote(folder() + "/lock.mdb") + "\".*= (\\d+)");
      List<String> numbers =
          calls.stream()
              .map(opening::matcher)
              .filter(java.util.regex.Matcher::find)
              .map(found -> found.group(1))
              .toList();
      assertThat(numbers).as("a second one would drop LMDB's lock when it is closed").hasSize(1);
      int opened = -1;
      for (int i = 0; i < calls.size(); i++) {
        opened = opening.matcher(calls.get(i)).find() ? i : opened;
      }
      String close = String.format(Locale.ROOT, "close(%s)", numbers.getFirst());
      assertThat(calls.subList(opened, calls.size()))
          .as("LMDB keeps it open")
          .noneMatch(call -> call.contains(close));
    }
  }

  /// A program in Python that knows the table and nothing else.
  private static final class Python implements AutoCloseable {
    private static final String PROGRAM =
        """
        import sys, lmdb, msgpack
        env = lmdb.open(sys.argv[1], max_dbs=10, map_size=1 << 30)
        notes = env.open_db(b"notes")
        for line in sys.stdin:
            words = line.split()
            if words[0] == "count":
                with env.begin() as txn:
                    print(txn.stat(notes)["entries"], flush=True)
            else:
                key = words[1]
                note = {"title": key, "tags": ["both", "python"], "rank": 1, "body": "of Python"}
                with env.begin(write=True) as txn:
                    txn.put(key.encode(), msgpack.packb(note), db=notes)
                print("done", flush=True)
        """;

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;

    Python(String python, Path folder) throws IOException {
      process =
          new ProcessBuilder(python, "-c", PROGRAM, folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = process.inputReader(StandardCharsets.UTF_8);
      orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    @Nullable String tell(String order) throws IOException {
      orders.println(order);
      return answers.readLine();
    }

    @Override
    public void close() {
      orders.close();
      process.onExit().join();
    }
  }
}
