package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Notes.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The turn at moments that come about once in a million commits: a commit that is only just being
/// added has its place in the queue and is not there yet.
final class TurnsTest {

  /// Takes the library's steps, and stops between them.
  private static final class SteppedQueue extends MpscVarHandleArrayQueue<Note> {
    private static final int PLACES = 8;

    private final AtomicLong producer = new AtomicLong();
    private final AtomicLong consumer = new AtomicLong();
    private final AtomicReferenceArray<@Nullable Note> places = new AtomicReferenceArray<>(PLACES);

    private final CountDownLatch placed = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private @Nullable Thread adder;

    SteppedQueue() {
      super(PLACES);
    }

    @Override
    public boolean offer(Note note) {
      int place = (int) producer.getAndIncrement() % PLACES;
      placed.countDown();
      await(goOn);
      places.set(place, note);
      return true;
    }

    @Override
    public int drain(MessagePassingQueue.Consumer<Note> to, int limit) {
      int place = (int) consumer.get() % PLACES;
      Note note = places.getAndSet(place, null);
      if (note == null) {
        letTheAdderComeAndGo();
        return 0;
      }
      consumer.getAndIncrement();
      to.accept(note);
      return 1;
    }

    /// Whoever drains has the turn, so that the adder does not get it.
    private void letTheAdderComeAndGo() {
      goOn.countDown();
      Thread waited = adder;
      try {
        if (waited != null) {
          waited.join();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int size() {
      return (int) (producer.get() - consumer.get());
    }

    @Override
    public boolean isEmpty() {
      return size() == 0;
    }
  }

  private final LogState state = new LogState("here", 0);
  private final Handover<Note> handover =
      new Handover<>(state, LogOptions.DEFAULTS, Thread.currentThread(), () -> {});
  private final SteppedQueue queue = new SteppedQueue();
  private final Turns<Note> turns =
      new Turns<>(
          state, Durability.SYNCED, new Notes(), handover, new CommitQueue<>(queue), 1 << 20);
  private final Note note = new Note("x");

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts a commit while the log's thread is busy, up to where it has its place.
  private Thread adding() {
    Thread adder = Thread.ofPlatform().daemon().start(() -> turns.submit(note));
    queue.adder = adder;
    await(queue.placed);
    return adder;
  }

  @Test
  void commit_whoseThreadFindsTheTurnOfWhoWaitsForIt_isPutInOrder() {
    Thread adder = adding();
    handover.idle();
    turns.serveQueue();
    assertThat(adder.isAlive()).isFalse();
    assertThat(turns.queued()).isZero();
    assertThat(handover.take(new ArrayList<>())).containsExactly(note);
    assertThat(note.sequence()).isEqualTo(1);
  }

  @Test
  void commit_thatIsOnlyJustBeingAddedAtTheEnd_isPutInOrderBeforeIt() {
    Thread adder = adding();
    handover.idle();
    turns.close();
    assertThat(adder.isAlive()).isFalse();
    assertThat(turns.queued()).isZero();
    assertThat(handover.take(new ArrayList<>())).containsExactly(note);
    assertThat(note.failure()).isNull();
  }

  /// Is filled again by others as soon as it was emptied for the first time.
  private static final class FilledAgain extends MpscVarHandleArrayQueue<Note> {
    private final List<Note> others = new ArrayList<>(List.of(new Note("b"), new Note("c")));

    FilledAgain() {
      super(2);
      boolean _ = offer(new Note("a"));
    }

    @Override
    public int drain(MessagePassingQueue.Consumer<Note> to, int limit) {
      int taken = super.drain(to, limit);
      others.forEach(this::offer);
      others.clear();
      return taken;
    }
  }

  @Test
  void commit_whoseThreadLeftAFullQueueBehind_isNotLeftWaitingForRoom() throws Exception {
    LogOptions relaxed = LogOptions.DEFAULTS.withDurability(Durability.RELAXED);
    Turns<Note> full =
        new Turns<>(
            state,
            Durability.RELAXED,
            new Notes(),
            new Handover<>(state, relaxed, Thread.currentThread(), () -> {}),
            new CommitQueue<>(new FilledAgain()),
            1 << 20);
    Thread adder = Thread.ofPlatform().daemon().start(() -> full.submit(note));
    assertThat(adder.join(Duration.ofMinutes(1))).isTrue();
    assertThat(note.isDone()).isTrue();
    assertThat(note.sequence()).isEqualTo(4);
  }
}
