package dev.fulgur.tracker;

import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Another process on the same tracker. `read` looks at snapshot after snapshot until its input
/// ends; `write` writes batches of its own.
final class TrackerProcess {

  static final int SYMBOLS = 40;
  static final String PATH = "/tree/shared.py";

  private TrackerProcess() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    if (arguments[0].equals("read")) {
      read(folder);
    } else {
      write(folder, arguments[2], Integer.parseInt(arguments[3]));
    }
  }

  /// Writes one version of the shared file: file and symbols carry its number.
  static void version(Tracker tracker, int version) {
    tracker.batch(
        b -> {
          b.files()
              .upsert(
                  PATH, version, version, new FileEntry("v" + version, Span.NONE, 1, List.of()));
          List<SymbolEntry> symbols = new ArrayList<>();
          for (int i = 0; i < SYMBOLS; i++) {
            symbols.add(
                new SymbolEntry(
                    PATH, "s" + i, "method", i, version, Span.NONE, version * 100L + i, null));
          }
          b.symbols().replace(PATH, symbols);
          return true;
        });
  }

  private static void read(Path folder) throws IOException {
    long snapshots = 0;
    long last = 0;
    Set<Long> versions = new HashSet<>();
    try (StoreTracker tracker = StoreTracker.open(folder, StoreOptions.readOnly(), () -> 0)) {
      System.out.println("ready");
      while (System.in.available() == 0) {
        long version = tracker.snapshot(TrackerProcess::wholeVersion);
        if (version < last) {
          throw new IllegalStateException("version " + version + " after " + last);
        }
        last = version;
        versions.add(version);
        snapshots++;
      }
      last = tracker.snapshot(TrackerProcess::wholeVersion);
    }
    System.out.println(last + " " + snapshots + " " + versions.size());
  }

  /// The version of the shared file, of which all is seen or nothing.
  private static long wholeVersion(Tracker tracker) {
    FileRecord file = tracker.files().get(PATH);
    List<SymbolRecord> symbols = tracker.symbols().ofFile(PATH);
    if (file == null) {
      if (!symbols.isEmpty()) {
        throw new IllegalStateException("symbols without their file");
      }
      return 0;
    }
    if (symbols.size() != SYMBOLS) {
      throw new IllegalStateException(symbols.size() + " symbols");
    }
    for (SymbolRecord symbol : symbols) {
      Integer end = symbol.lineEnd();
      if (end == null || end != file.sizeBytes()) {
        throw new IllegalStateException(symbol + " with a file of version " + file.sizeBytes());
      }
      if (!symbol.equals(tracker.symbols().byKey(symbol.keyHash()))) {
        throw new IllegalStateException(symbol + " is not found by its key");
      }
    }
    return file.sizeBytes();
  }

  private static void write(Path folder, String name, int count) {
    try (StoreTracker tracker = StoreTracker.open(folder)) {
      for (int i = 0; i < count; i++) {
        tracker.threads().addQuery(1, name + i, null);
        tracker.metadata().set(name, Integer.toString(i));
      }
    }
    System.out.println("done");
  }
}
