package dev.fulgur.store.engine.logged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.LogReader;
import dev.fulgur.log.LogStorage;
import dev.fulgur.store.Durability;
import dev.fulgur.store.InteractiveTransaction;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.PlainText;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Tree;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Known bugs of stores behind a log, put back one by one: what the store has to hold must catch
/// each of them. Those of the log itself are in its own room.
final class EngineMutantsTest {
  private static final Table<String, String> ROWS = Table.raw("rows", Keys.UTF8, new PlainText());
  private static final Schema SCHEMA = Schema.of("mutants", ROWS);
  private static final StoreOptions OPTIONS =
      StoreOptions.defaults()
          .withDurability(Durability.SYNCED)
          .withLog(LogSettings.defaults().withCheckpoints(Duration.ofHours(1), 64 << 20));

  @TempDir Path folder;

  private static Map<String, String> rows(Store store) {
    return store.read(
        view -> {
          Map<String, String> rows = new TreeMap<>();
          for (Row<String, String> row : view.scan(ROWS, Range.all(), 1_000)) {
            rows.put(row.key(), row.record());
          }
          return rows;
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MemorySegment segment(String text) {
    return MemorySegment.ofArray(bytes(text));
  }

  /// The files as a kill of the process would leave them now.
  private Path killed(Path store, String name) throws IOException {
    Path image = folder.resolve(name);
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.sorted().toList()) {
        Path copy = image.resolve(store.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!file.endsWith("lock.mdb") && !file.toString().endsWith(".tmp")) {
          Files.copy(file, copy);
        }
      }
    }
    return image;
  }

  /// A store that was killed with commits in its log only, and what they acknowledged.
  private Path killedStore(Map<String, String> acknowledged) throws IOException {
    Path path = folder.resolve("store");
    try (Store store = Store.open(path, SCHEMA, OPTIONS)) {
      for (int i = 0; i < 10; i++) {
        String key = "k" + i;
        store.write(tx -> tx.put(ROWS, key, "v"));
        acknowledged.put(key, "v");
      }
      return killed(path, "image");
    }
  }

  private static void assertHolds(Path image, Map<String, String> acknowledged) {
    try (Store store = Store.open(image, SCHEMA, OPTIONS)) {
      assertThat(rows(store)).isEqualTo(acknowledged);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  /// Does something to the data file of a store that is not open, with the note of its log.
  private static void inDataFile(Path image, Mutant mutant) {
    Catalog catalog = new Catalog(SCHEMA);
    Environment environment = Environment.open(image, OPTIONS, catalog.trees());
    try {
      ReadSlot slot = environment.take();
      LogNotes.Note note;
      try {
        note = LogNotes.read(slot.rows());
      } finally {
        environment.end(slot);
      }
      if (note == null) {
        throw new IllegalStateException("The store has no log.");
      }
      mutant.run(new Applier(environment, new AppliedMap(0, 0)), note, tree(catalog));
    } finally {
      environment.close();
    }
  }

  private interface Mutant {
    void run(Applier applier, LogNotes.Note note, Tree rows);
  }

  private static Tree tree(Catalog catalog) {
    return catalog.trees().stream().filter(t -> t.name().equals("rows")).findFirst().orElseThrow();
  }

  private static long lastInLog(Path image) {
    return LogReader.read(
        LogStorage.readOnly(image.resolve("log")), 1, Long.MAX_VALUE, (_, _) -> {});
  }

  @Test
  void noMutant_isNotCaught() throws IOException {
    Map<String, String> acknowledged = new TreeMap<>();
    Path image = killedStore(acknowledged);
    inDataFile(
        image,
        (applier, note, _) ->
            applier.apply(_ -> {}, new LogNotes.Note(true, note.logId(), note.applied())));
    assertHolds(image, acknowledged);
    System.out.println("reliability: mutants | logged engine | 5 | -");
  }

  /// 7: replay in the order in which transactions began, not in that of their commits.
  @Test
  void replayInTheOrderOfBeginning_isCaught() throws IOException {
    Path path = folder.resolve("store");
    Path image;
    Map<String, String> acknowledged = new TreeMap<>();
    try (Store store = Store.open(path, SCHEMA, OPTIONS)) {
      try (InteractiveTransaction first = store.begin();
          InteractiveTransaction second = store.begin()) {
        first.put(ROWS, "k", "begun first, committed last");
        second.put(ROWS, "k", "begun last, committed first");
        second.commit();
        first.commit();
      }
      acknowledged.putAll(rows(store));
      image = killed(path, "image");
    }
    List<List<Change>> commits = new ArrayList<>();
    Tree tree = tree(new Catalog(SCHEMA));
    LogReader.read(
        LogStorage.readOnly(image.resolve("log")),
        1,
        Long.MAX_VALUE,
        (_, payload) -> commits.add(Payload.read(payload, _ -> tree)));
    assertThat(replayed(commits)).isEqualTo(acknowledged);
    commits.sort(Comparator.comparing(c -> text(c.getFirst()).contains("begun last")));
    assertThat(replayed(commits)).as("the mutant").isNotEqualTo(acknowledged);
    assertHolds(image, acknowledged);
  }

  private static String text(Change change) {
    byte[] value = change.value();
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private static Map<String, String> replayed(List<List<Change>> commits) {
    Map<String, String> rows = new HashMap<>();
    for (List<Change> commit : commits) {
      for (Change change : commit) {
        rows.put(new String(change.key(), StandardCharsets.UTF_8), text(change));
      }
    }
    return rows;
  }

  /// 8: a checkpoint that leaves out a transaction and notes a later one as applied.
  @Test
  void checkpointThatSkipsATransaction_isCaught() throws IOException {
    Map<String, String> acknowledged = new TreeMap<>();
    Path image = killedStore(acknowledged);
    long last = lastInLog(image);
    inDataFile(
        image,
        (applier, note, rows) ->
            applier.apply(
                tx -> {
                  for (int i = 0; i < 10; i++) {
                    if (i != 4) {
                      tx.put(rows, segment("k" + i), segment("v"));
                    }
                  }
                },
                new LogNotes.Note(true, note.logId(), last)));
    assertThatThrownBy(() -> assertHolds(image, acknowledged)).isInstanceOf(AssertionError.class);
  }

  /// 9: the marker of a checkpoint on its own, so that a crash leaves it without its data.
  @Test
  void checkpointWhoseMarkerComesFirst_isCaught() throws IOException {
    Map<String, String> acknowledged = new TreeMap<>();
    Path image = killedStore(acknowledged);
    long last = lastInLog(image);
    inDataFile(
        image,
        (applier, note, _) -> applier.apply(_ -> {}, new LogNotes.Note(true, note.logId(), last)));
    assertThatThrownBy(() -> assertHolds(image, acknowledged)).isInstanceOf(AssertionError.class);
  }

  /// 12: the operations of one commit shown one by one.
  @Test
  void commitShownInParts_isCaught() {
    Tree tree = tree(new Catalog(SCHEMA));
    Overlay whole = overlay(tree);
    assertThat(sumsDuring(whole, tree, publish -> {}, whole::publish)).containsOnly(100L);
    Overlay parts = overlay(tree);
    assertThat(sumsDuring(parts, tree, parts::publish, parts::publish))
        .as("the mutant is seen between the two halves of a transfer")
        .contains(60L);
  }

  private static Overlay overlay(Tree tree) {
    Overlay overlay = new Overlay(tree.number() + 1, 0);
    overlay.current().ofChanged(tree.number()).change(bytes("a"), bytes("100"), 1, 0);
    overlay.current().ofChanged(tree.number()).change(bytes("b"), bytes("0"), 1, 0);
    overlay.publish(1);
    return overlay;
  }

  /// What a reader adds up before, between and after the two halves of a transfer of 40.
  private static List<Long> sumsDuring(
      Overlay overlay, Tree tree, Consumer<Long> between, Consumer<Long> after) {
    List<Long> sums = new ArrayList<>(List.of(sum(overlay, tree)));
    overlay.current().ofChanged(tree.number()).change(bytes("a"), bytes("60"), 2, 0);
    between.accept(2L);
    sums.add(sum(overlay, tree));
    overlay.current().ofChanged(tree.number()).change(bytes("b"), bytes("40"), 2, 0);
    after.accept(2L);
    sums.add(sum(overlay, tree));
    return sums;
  }

  private static long sum(Overlay overlay, Tree tree) {
    long sequence = overlay.published();
    long sum = 0;
    for (String key : List.of("a", "b")) {
      for (Generation generation : Overlay.between(overlay.oldest(), 0, sequence)) {
        Rowset rows = generation.of(tree.number());
        Rowset.Entry entry = rows == null ? null : rows.find(segment(key), Rowset.hash(bytes(key)));
        Rowset.Version version = entry == null ? null : entry.at(sequence);
        byte[] value = version == null ? null : version.value;
        sum += value == null ? 0 : Long.parseLong(new String(value, StandardCharsets.UTF_8));
      }
    }
    return sum;
  }

  /// 14: a key that the log takes and the data file refuses, so that no checkpoint ever succeeds.
  @Test
  void keyThatOnlyTheLogTakes_isCaughtAndRefusedByTheStore() throws IOException {
    Path image = killedStore(new TreeMap<>());
    String key = "k".repeat(600);
    inDataFile(
        image,
        (applier, note, rows) ->
            assertThatThrownBy(
                    () ->
                        applier.apply(
                            tx -> tx.put(rows, segment(key), segment("v")),
                            new LogNotes.Note(true, note.logId(), note.applied())))
                .isInstanceOf(RuntimeException.class));
    try (Store store = Store.open(image, SCHEMA, OPTIONS)) {
      long version = store.version();
      assertThatThrownBy(() -> store.write(tx -> tx.put(ROWS, key, "v")))
          .isInstanceOf(StoreException.KeyTooLong.class);
      assertThat(store.version()).as("nothing was queued").isEqualTo(version);
      store.checkpoint();
    }
  }
}
