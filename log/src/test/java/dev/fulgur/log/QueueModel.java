package dev.fulgur.log;

import java.io.IOException;
import java.time.Duration;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jspecify.annotations.Nullable;

/// The turn, the queue, the log's own thread, and the answers to those who wait, for Lincheck to
/// interleave step by step, over a journal that only counts.
///
/// A commit takes the next number and the published number says how many there are. So what was
/// published before a commit is below its number, what is published after it is not, and all
/// numbers together are 1, 2, 3, ...: that is what linearizable means for a counter. A thread that
/// nobody wakes stays asleep, and Lincheck says that the run hangs.
public final class QueueModel implements Runnable {

  /// Who does what at once. The queue takes two commits.
  enum Scenario {
    SYNCED(Durability.SYNCED, 0, 1, End.AFTERWARDS),
    SYNCED_TWO(Durability.SYNCED, 1, 1, End.AFTERWARDS),
    SYNCED_FULL(Durability.SYNCED, 1, 3, End.AFTERWARDS),
    SYNCED_CLOSED(Durability.SYNCED, 0, 1, End.MEANWHILE),
    SYNCED_FAILED(Durability.SYNCED, 1, 1, End.FAILURE),
    RELAXED_TWO(Durability.RELAXED, 1, 1, End.AFTERWARDS),
    RELAXED_CLOSED(Durability.RELAXED, 0, 1, End.MEANWHILE),
    RELAXED_FAILED(Durability.RELAXED, 1, 1, End.FAILURE);

    private final Durability durability;
    private final int others;
    private final int commits;
    private final End end;

    Scenario(Durability durability, int others, int commits, End end) {
      this.durability = durability;
      this.others = others;
      this.commits = commits;
      this.end = end;
    }
  }

  /// When the writer is closed, or that the disk fails before.
  private enum End {
    AFTERWARDS,
    MEANWHILE,
    FAILURE
  }

  private static final class Numbered extends Commit {
    Numbered() {
      super(new byte[1], 1);
    }
  }

  /// Made once, since Lincheck does not know the handles with which frames are encoded.
  private static final class CountingJournal extends Journal {
    private long added;
    private long onDisk;
    private boolean fails;

    CountingJournal(Shelf shelf) throws IOException {
      super(
          shelf,
          1,
          new Segment(1, new MemoryStorage().create("segment"), 16 << 10),
          LogFormat.HEADER_PAGE,
          0);
    }

    private void reset(boolean failing) {
      added = 0;
      onDisk = 0;
      fails = failing;
    }

    @Override
    void add(long sequence, byte[] payload, int length) {
      added = sequence;
    }

    @Override
    boolean isForced() {
      return onDisk == added;
    }

    @Override
    void write() {}

    @Override
    void force() throws IOException {
      if (fails) {
        throw new IOException("The disk fails.");
      }
      onDisk = added;
    }

    @Override
    void rotate(long wantedBytes) {}

    @Override
    void rewind(long sequence) {}

    @Override
    void seal() {}

    @Override
    void close() {}
  }

  /// What [Log] puts together.
  private static final class Open {
    private final LogState state = new LogState("here", 0);
    private final Handover<Numbered> handover;
    private final Turns<Numbered> turns;
    private final Writer<Numbered> writer;

    Open(LogOptions options) {
      writer = new Writer<>(state, options, new Anything<>(), JOURNAL, SHELF);
      handover = writer.handover();
      turns = writer.turns();
      writer.start();
    }
  }

  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS
          .withSegmentBytes(16 << 10, 16 << 10)
          .withQueueCapacity(2)
          .withFlushInterval(Duration.ofSeconds(60));

  private static final Shelf SHELF = new Shelf(new MemoryStorage(), OPTIONS, 1);
  private static final CountingJournal JOURNAL = journal();

  private static CountingJournal journal() {
    try {
      return new CountingJournal(SHELF);
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Scenario scenario;
  private volatile @Nullable Throwable failure;

  /// @param scenario the name of a [Scenario]; as a text, since packages differ
  public QueueModel(String scenario) {
    this.scenario = Scenario.valueOf(scenario);
  }

  @Override
  public void run() {
    failure = null;
    JOURNAL.reset(scenario.end == End.FAILURE);
    Parking.reset();
    Open log = new Open(OPTIONS.withDurability(scenario.durability));
    @Nullable Numbered[][] made = new Numbered[scenario.others + 1][scenario.commits];
    Thread[] others = new Thread[scenario.others];
    for (int i = 0; i < others.length; i++) {
      @Nullable Numbered[] mine = made[i + 1];
      others[i] = start(() -> commit(log, mine));
    }
    Thread closer = scenario.end == End.MEANWHILE ? start(log.writer::close) : null;
    commit(log, made[0]);
    for (Thread other : others) {
      join(other);
    }
    if (closer == null) {
      log.writer.close();
    } else {
      join(closer);
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    check(log, made);
  }

  private Thread start(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                failure = e;
              }
            });
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void commit(Open log, @Nullable Numbered[] made) {
    long before = log.state.published();
    for (int i = 0; i < made.length; i++) {
      Numbered commit = new Numbered();
      try {
        log.turns.submit(commit);
      } catch (LogException.Closed | LogException.Failed e) {
        require(scenario.end != End.AFTERWARDS, "refused");
        return;
      }
      made[i] = commit;
    }
    for (Numbered commit : made) {
      if (commit == null) {
        continue;
      }
      commit.await();
      require(commit.isDone(), "not answered");
      if (commit.failure() != null) {
        require(scenario.end != End.AFTERWARDS, "failed");
        continue;
      }
      require(commit.sequence() > before, "a number that was there before");
      require(commit.sequence() <= log.state.published(), "answered before it was published");
      if (scenario.durability == Durability.SYNCED) {
        require(commit.sequence() <= JOURNAL.onDisk, "answered before it was forced");
      } else if (scenario.end == End.AFTERWARDS) {
        log.handover.awaitForced();
        require(commit.sequence() <= JOURNAL.onDisk, "not on disk after a flush");
      }
    }
  }

  private void check(Open log, @Nullable Numbered[][] made) {
    int count = 0;
    boolean[] taken = new boolean[made.length * scenario.commits + 1];
    for (@Nullable Numbered[] one : made) {
      long last = 0;
      for (Numbered commit : one) {
        if (commit != null && commit.failure() == null) {
          int number = (int) commit.sequence();
          require(number > last && !taken[number], "not in order");
          last = number;
          taken[number] = true;
          count++;
        }
      }
    }
    for (int i = 1; i <= count; i++) {
      require(taken[i], "a number left out");
    }
    require(log.state.published() == count, "another number published");
    switch (scenario.end) {
      case AFTERWARDS -> require(count == taken.length - 1, "lost");
      case MEANWHILE -> require(JOURNAL.onDisk == count, "not on disk at the end");
      case FAILURE ->
          require(
              scenario.durability == Durability.RELAXED || count == 0, "acknowledged by mistake");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  /// Says of each run asked for, in a line of its own, that it held or how it broke.
  ///
  /// @param runs `PACKAGE SCENARIO INVOCATIONS`, in turn
  public static void main(String[] runs) throws ReflectiveOperationException {
    for (int i = 0; i < runs.length; i += 3) {
      String what = runs[i] + " " + runs[i + 1];
      Runnable model =
          Class.forName("dev.fulgur." + runs[i] + ".QueueModel")
              .asSubclass(Runnable.class)
              .getConstructor(String.class)
              .newInstance(runs[i + 1]);
      long start = System.nanoTime();
      try {
        Lincheck.runConcurrentTest(Integer.parseInt(runs[i + 2]), model);
        System.out.println(what + " held");
      } catch (LincheckAssertionError e) {
        System.out.println(what + " broke: " + e.getMessage());
      }
      System.err.println(what + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
