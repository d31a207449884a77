package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.FaultyStorage.Call;
import dev.fulgur.log.FaultyStorage.Fault;
import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Known bugs of write-ahead logs, put back one by one: the checks that the log has to pass must
/// catch each of them.
final class MutantsTest {
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);

  /// Commits through a storage that lies as told, and says whether some loss of power then loses
  /// what was acknowledged or leaves something that is no prefix.
  private static boolean isCaughtByPowerLoss(Fault fault, Log.JournalFactory journals) {
    PowerTrace trace = new PowerTrace();
    FaultyStorage storage = new FaultyStorage(new MemoryStorage(trace));
    storage.fault = fault;
    Notes notes = new Notes();
    try (Log<Note> log = Log.open(storage, OPTIONS, Resume.FRESH, notes, notes, journals)) {
      for (int i = 0; i < 80; i++) {
        trace.mark(log.commit(new Note("text " + i + " ".repeat(400))));
      }
    }
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      PowerTrace.Image image = trace.image(trace.anywhere(random), random);
      try {
        List<String> read = Notes.read(MemoryStorage.of(image.files()), OPTIONS);
        List<String> committed = notes.published();
        if (read.size() < image.mark()
            || read.size() > committed.size()
            || !read.equals(committed.subList(0, read.size()))) {
          return true;
        }
      } catch (LogException e) {
        return true;
      }
    }
    return false;
  }

  private static Fault lyingAt(Call call) {
    return new Fault() {
      @Override
      public void before(Call any, String file) {}

      @Override
      public boolean lies(Call any) {
        return any == call;
      }
    };
  }

  @Test
  void noMutant_isNotCaught() {
    assertThat(isCaughtByPowerLoss((_, _) -> {}, Journal::new)).isFalse();
    System.out.println("reliability: mutants | log | 9 | -");
  }

  /// 1: acknowledged before it is synced.
  @Test
  void acknowledgedWithoutForce_isCaught() {
    assertThat(isCaughtByPowerLoss(lyingAt(Call.FORCE), Journal::new)).isTrue();
  }

  /// 10: a rotated log whose folder was never synced.
  @Test
  void rotatedWithoutSyncOfTheFolder_isCaught() {
    assertThat(isCaughtByPowerLoss(lyingAt(Call.SYNC_FOLDER), Journal::new)).isTrue();
  }

  /// 2: a failed flush that drops its batch while later commits succeed.
  @Test
  void failedForceForgotten_isCaught() {
    AtomicBoolean once = new AtomicBoolean(true);
    Log.JournalFactory dropping =
        (shelf, id, segment, tail, last) ->
            new Journal(shelf, id, segment, tail, last) {
              private int writes;

              @Override
              void write() throws IOException {
                writes++;
                if (writes == 10 && once.getAndSet(false)) {
                  // The batch is gone, and nobody is told.
                  rewind(last + 9);
                  return;
                }
                super.write();
              }
            };
    assertThat(isCaughtByPowerLoss((_, _) -> {}, dropping)).isTrue();
  }

  /// 3: one transaction in several frames, so that it can be there in part.
  @Test
  void transactionInTwoFrames_isCaught() {
    Log.JournalFactory splitting =
        (shelf, id, segment, tail, last) ->
            new Journal(shelf, id, segment, tail, last) {
              @Override
              void add(long sequence, byte[] payload, int length) throws IOException {
                super.add(2 * sequence - 1, payload, length / 2);
                super.add(2 * sequence, payload, length / 2);
              }
            };
    assertThat(isCaughtByPowerLoss((_, _) -> {}, splitting)).isTrue();
  }

  /// 4: a wake-up, and so a force, for each commit. What waits together goes through one.
  @Test
  void commitsThatWaitTogether_goThroughFewForces() {
    try (Log<Note> log = new Notes().open(new MemoryStorage(), OPTIONS)) {
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        futures.add(Notes.async(log, "x"));
      }
      futures.forEach(CompletableFuture::join);
      assertThat(log.stats().forces()).isLessThan(2_500);
    }
  }

  /// 5: a torn tail that is reported and left there.
  @Test
  void tornTailLeftThere_isCaught() throws IOException {
    MemoryStorage torn = Batches.write(OPTIONS, List.of("a"), List.of("b", "c", "d"));
    byte[] bytes = torn.bytes(LogFormat.segmentName(1));
    bytes[LogFormat.HEADER_PAGE + 40 + 33] ^= 1;
    torn.put(LogFormat.segmentName(1), bytes);
    // A recovery that does not cut it away begins to write where the last good frame ended.
    Shelf shelf = new Shelf(torn, OPTIONS, Batches.LOG_ID);
    LogStorage.File file = torn.open(LogFormat.segmentName(1));
    int tail = LogFormat.HEADER_PAGE + 40;
    Journal journal = new Journal(shelf, Batches.LOG_ID, new Segment(1, file, 16 << 10), tail, 1);
    journal.add(2, new byte[] {'n'}, 1);
    journal.write();
    journal.force();
    journal.close();
    List<String> read = Notes.read(MemoryStorage.of(torn.snapshot()), OPTIONS);
    assertThat(read)
        .as("frames of the old tail come back behind the new one")
        .isNotEqualTo(List.of("a", "n"));
  }

  /// 6: damage in the middle that is taken for the end.
  @Test
  void damageInTheMiddle_isNotTakenForTheEnd() throws IOException {
    MemoryStorage storage = Batches.write(OPTIONS, List.of("a"), List.of("b"), List.of("c"));
    byte[] bytes = storage.bytes(LogFormat.segmentName(1));
    bytes[LogFormat.HEADER_PAGE + 33] ^= 1;
    storage.put(LogFormat.segmentName(1), bytes);
    assertThatThrownBy(() -> Notes.read(storage, OPTIONS)).isInstanceOf(LogException.Damaged.class);
  }

  /// 11: numbers that begin again at 1 after a restart, so that frames of the old run come back.
  @Test
  void numbersThatBeginAgain_areCaught() {
    MemoryStorage storage = new MemoryStorage();
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
      log.commit(new Note("a"));
      log.commit(new Note("b"));
    }
    Notes forgetful = new Notes();
    Log<Note> log =
        Log.open(
            storage,
            OPTIONS,
            Resume.FRESH,
            forgetful,
            forgetful,
            (shelf, id, segment, tail, last) ->
                new Journal(shelf, id, segment, tail, last) {
                  @Override
                  void add(long sequence, byte[] payload, int length) throws IOException {
                    super.add(sequence - 2, payload, length);
                  }
                });
    log.commit(new Note("c"));
    log.close();
    assertThatThrownBy(() -> Notes.read(storage, OPTIONS))
        .isInstanceOf(LogException.Damaged.class)
        .hasMessageContaining("transaction 1 follows transaction 2");
  }

  /// 13: a length that is not bounded and not covered by the checksum.
  @Test
  void lengthOfAFrame_isCheckedFirstAndCovered() throws IOException {
    for (int length : new int[] {-1, 2, 100, 1 << 20, Integer.MAX_VALUE}) {
      MemoryStorage storage = Batches.write(OPTIONS, List.of("a"), List.of("b"));
      byte[] bytes = storage.bytes(LogFormat.segmentName(1));
      LogFormat.INT.set(bytes, LogFormat.HEADER_PAGE + 8, length);
      storage.put(LogFormat.segmentName(1), bytes);
      assertThatThrownBy(() -> Notes.read(storage, OPTIONS))
          .isInstanceOf(LogException.Damaged.class);
    }
  }
}
