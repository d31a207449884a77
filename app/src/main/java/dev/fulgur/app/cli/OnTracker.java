package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.codec.UnencodableValue;
import dev.fulgur.tracker.TrackerException;
import dev.fulgur.tracker.sqlite.SqliteException;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// What everything that works on a tracker shares: how it is opened, and how what it refuses is
/// said.
abstract class OnTracker extends Verb {

  private static final int SHOWN_LINES = 10;

  /// Does the job; what it throws of a store or a tracker is a sentence for the user.
  abstract int work(Terminal terminal) throws Exception;

  @Override
  final int run(Terminal terminal) throws Exception {
    try {
      return work(terminal);
    } catch (StoreException
        | TrackerException
        | SqliteException
        | UnencodableValue
        | IllegalStateException e) {
      terminal.error(String.valueOf(e.getMessage()));
      return ExitCode.FAILED;
    }
  }

  /// Hands on the first lines, and how many more there are; JSON has all of them.
  static void few(List<String> lines, Consumer<? super String> out) {
    lines.stream().limit(SHOWN_LINES).forEach(out);
    if (lines.size() > SHOWN_LINES) {
      out.accept("and %d more; --json has them.".formatted(lines.size() - SHOWN_LINES));
    }
  }

  /// The folder that the options name, or null.
  abstract @Nullable Path named();

  /// Where the tracker lies.
  final Path db() {
    Path named = named();
    if (named != null) {
      return named;
    }
    String usual = System.getenv("FULGUR_TRACKER");
    return usual == null || usual.isEmpty() ? Path.of(".fulgur", "tracker") : Path.of(usual);
  }

  /// Opens the tracker to read what is there; one of an earlier version is brought up to this one
  /// before.
  final StoreTracker openToRead() {
    StoreTracker tracker = open(StoreOptions.readOnly(), now());
    if (tracker.isCurrent()) {
      return tracker;
    }
    tracker.close();
    openToWrite().close();
    return open(StoreOptions.readOnly(), now());
  }

  /// Opens the tracker to write; it must be there.
  final StoreTracker openToWrite() {
    return open(StoreOptions.defaults().withCreate(false), now());
  }

  /// Opens the tracker to write, or makes one.
  final StoreTracker openOrMake(DoubleSupplier clock) throws java.io.IOException {
    Path parent = db().toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return open(StoreOptions.defaults(), clock);
  }

  static DoubleSupplier now() {
    return () -> System.currentTimeMillis() / 1e3;
  }

  private StoreTracker open(StoreOptions options, DoubleSupplier clock) {
    try {
      return StoreTracker.open(db(), options, clock);
    } catch (StoreException.OpenRefused e) {
      if (e.reason() == StoreException.OpenRefused.Reason.MISSING) {
        throw new IllegalStateException(
            "there is no tracker in " + db() + "; make one with 'fulgur index DIR --db DB'", e);
      }
      throw e;
    }
  }
}
