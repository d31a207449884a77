package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A log whose threads run out of memory: whoever waits is answered all the same.
final class ExhaustionTest {
  private static final long LONG_SECONDS = 60;

  /// Commits, of which the nth that is looked at finds no memory.
  private static final class Scarce extends AbstractList<Note> {
    private final List<Note> commits;
    private int left;

    Scarce(List<Note> commits, int left) {
      this.commits = commits;
      this.left = left;
    }

    @Override
    public Note get(int index) {
      if (--left == 0) {
        throw new OutOfMemoryError("Java heap space");
      }
      return commits.get(index);
    }

    @Override
    public int size() {
      return commits.size();
    }
  }

  @Test
  void answers_withoutMemory_reachEveryone() throws InterruptedException {
    boolean failed = true;
    for (int at = 1; failed; at++) {
      List<Note> commits = new ArrayList<>();
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Note commit = new Note("" + i);
        commit.sequence(i);
        commits.add(commit);
        if (i % 3 == 0) {
          commit.future = new CompletableFuture<>();
          futures.add(commit.future);
        } else {
          waiting.add(Thread.ofPlatform().start(commit::await));
        }
      }
      for (Thread thread : waiting) {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      try {
        Answers.give(new Scarce(commits, at));
        failed = false;
        assertThat(at).as("looks").isGreaterThan(commits.size());
      } catch (OutOfMemoryError e) {
        assertThat(e).hasMessage("Java heap space");
      }
      for (Thread thread : waiting) {
        thread.join(TimeUnit.SECONDS.toMillis(LONG_SECONDS));
        assertThat(thread.isAlive()).as("waits, memory ended at %s", at).isFalse();
      }
      for (int i = 0; i < futures.size(); i++) {
        long sequence = 3L * i;
        assertThat(futures.get(i).orTimeout(LONG_SECONDS, TimeUnit.SECONDS).join())
            .isEqualTo(sequence);
      }
    }
  }

  /// Says what it is when there is memory again.
  private static final class Wordless extends Error {
    private static final long serialVersionUID = 1;
    private final AtomicInteger left = new AtomicInteger(2);

    @Override
    public String getMessage() {
      if (left.getAndDecrement() > 0) {
        throw new OutOfMemoryError("Java heap space");
      }
      return "memory ended";
    }
  }

  /// Takes everything, and one commit without a word.
  private static final class Fails extends Anything<Note> {
    private final Wordless error = new Wordless();

    @Override
    public boolean validate(Note commit) {
      if (commit.text.equals("last")) {
        throw error;
      }
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commit_thatIsLeftForWantOfMemory_isAnsweredByTheLogsThread(Durability durability)
      throws InterruptedException {
    LogOptions options = LogOptions.DEFAULTS.withDurability(durability);
    Log<Note> log = Log.open(new MemoryStorage(), options, Resume.FRESH, new Notes(), new Fails());
    log.commit(new Note("first"));
    Note last = new Note("last");
    // Itself had the turn, or the log's thread.
    assertThatThrownBy(() -> log.commit(last))
        .isInstanceOfAny(OutOfMemoryError.class, LogException.Failed.class);
    Thread waiting = Thread.ofPlatform().start(last::await);
    waiting.join(TimeUnit.SECONDS.toMillis(LONG_SECONDS));
    assertThat(waiting.isAlive()).as("waits").isFalse();
    assertThat(last.failure()).isInstanceOf(LogException.Failed.class);
    assertThat(log.failure()).isNotNull();
    assertThatThrownBy(() -> log.commit(new Note("more"))).isInstanceOf(LogException.Failed.class);
    log.close();
  }
}
