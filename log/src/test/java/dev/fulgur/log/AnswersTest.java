package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Notes.Note;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Who is told of an answer, and when.
final class AnswersTest {
  private static final int WAITING = 7;
  private static final Duration A_WHILE = Duration.ofMillis(200);
  private static final Duration FOREVER = Duration.ofMinutes(1);

  private final List<Note> notes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  AnswersTest() {
    for (int i = 0; i < WAITING; i++) {
      Note note = new Note("x");
      notes.add(note);
      threads.add(Thread.ofPlatform().daemon().start(note::await));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  /// The batch, at whose second commit the first one's thread is awake and may go where it can: it
  /// wakes others, which must be known by then.
  private final class Interrupted extends AbstractList<Note> {
    private boolean first = true;

    @Override
    public Note get(int place) {
      if (place == 1 && first) {
        first = false;
        LockSupport.unpark(threads.getFirst());
        try {
          boolean _ = threads.getFirst().join(A_WHILE);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return notes.get(place);
    }

    @Override
    public int size() {
      return notes.size();
    }
  }

  @Test
  void thread_thatIsAwakeWhenItsCommitIsAnswered_wakesAllThatItShould()
      throws InterruptedException {
    Answers.give(new Interrupted());
    for (Thread thread : threads) {
      assertThat(thread.join(FOREVER)).as("%s is woken", thread).isTrue();
    }
    assertThat(notes).allMatch(Note::isDone);
  }
}
