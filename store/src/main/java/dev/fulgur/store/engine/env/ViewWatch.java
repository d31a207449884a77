package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.StoreStats.LongView;
import dev.fulgur.store.engine.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Looks from time to time for views that grow old and for readers that died.
///
/// A view that its caller holds knows when and where it was opened. One that a closure was given is
/// known by the looks that found it: its age counts from the first of them, and the stack that
/// opened it is still below the one that its thread is in.
public final class ViewWatch implements Runnable, AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.fulgur.store");
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_READER_CHECKS = Duration.ofSeconds(60);

  private final Environment environment;
  private final Duration limit;
  private final ReentrantLock looking = new ReentrantLock();
  private final Map<ReadSlot, Seen> seen = new HashMap<>();
  private @Nullable Thread thread;
  private volatile boolean closed;

  /// When dead readers were looked for last. Opening does.
  private long checked = System.nanoTime();

  /// When a look first found a slot taken by the view that has it now.
  private static final class Seen {
    final long uses;
    final long since;
    boolean named;

    Seen(long uses, long since) {
      this.uses = uses;
      this.since = since;
    }
  }

  /// For an open environment.
  public ViewWatch(Environment environment) {
    this.environment = environment;
    this.limit = environment.options().viewAgeLimit();
  }

  /// Begins to look.
  public void start() {
    thread =
        Thread.ofPlatform()
            .name("fulgur-watch " + environment.folder().getFileName())
            .daemon()
            .start(this);
  }

  @Override
  public void run() {
    long pause = limit.dividedBy(4).toNanos();
    pause = Math.clamp(pause, SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
    while (!closed) {
      LockSupport.parkNanos(this, pause);
      if (closed) {
        return;
      }
      for (LongView view : longViews(true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "A view of {0} has been open for {1} in thread {2}; it keeps old pages from being used"
                + " again. It was opened here: {3}",
            environment.folder(),
            view.age(),
            view.thread(),
            view.openedAt());
      }
      freeDeadReaders(System.nanoTime());
    }
  }

  /// Frees the slots of processes that died, if it is time to.
  ///
  /// @param now of the clock that [System#nanoTime] is
  void freeDeadReaders(long now) {
    if (now - checked <= BETWEEN_READER_CHECKS.toNanos()
        || environment.options().mode() == StoreOptions.Mode.IMAGE) {
      return;
    }
    checked = now;
    try {
      int dead = environment.env().readerCheck();
      if (dead > 0) {
        LOG.log(
            System.Logger.Level.INFO,
            "Reader slots of {0} that dead processes left were freed: {1}",
            environment.folder(),
            dead);
      }
    } catch (LmdbException | IllegalStateException e) {
      LOG.log(System.Logger.Level.WARNING, "Dead readers could not be looked for", e);
    }
  }

  /// The views that are older than the limit now.
  List<LongView> longViews() {
    return longViews(false);
  }

  private List<LongView> longViews(boolean onlyNew) {
    looking.lock();
    try {
      long now = System.nanoTime();
      List<LongView> found = new ArrayList<>();
      for (ReadSlot slot : environment.readers().slots()) {
        if (!slot.isTaken()) {
          seen.remove(slot);
          continue;
        }
        long uses = slot.uses();
        Seen before = seen.get(slot);
        if (before == null || before.uses != uses) {
          before = new Seen(uses, now);
          seen.put(slot, before);
        }
        ReadSlot.OpenedAt opened = slot.openedAt();
        long age = now - (opened == null ? before.since : opened.nanos());
        Thread owner = slot.owner();
        if (age < limit.toNanos() || owner == null) {
          continue;
        }
        if (environment.options().expireViews()) {
          slot.expire(uses);
        }
        if (!onlyNew || !before.named) {
          before.named |= onlyNew;
          found.add(
              new LongView(
                  owner.getName(),
                  Duration.ofNanos(age),
                  List.of(
                      opened == null ? owner.getStackTrace() : opened.where().getStackTrace())));
        }
      }
      return found;
    } finally {
      looking.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running == null) {
      return;
    }
    LockSupport.unpark(running);
    Outcomes.awaitEnd(running);
  }
}
