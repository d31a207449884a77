package dev.fulgur.tracker.migrate;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Table;
import dev.fulgur.store.ValueCodec;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.TrackerException;
import dev.fulgur.tracker.TrackerException.BadSource.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The LMDB environment of the tracker that this one follows. It is read as it lies there: nobody
/// may write to it meanwhile.
///
/// ```
/// files           path                -> map
/// symbols         u64 id              -> map
/// memories        id                  -> map
/// patterns        u64 key hash        -> map ; pattern_files  u64 00 path -> ""
/// threads         u64 id              -> map
/// thread_files    u64 00 path         -> map
/// thread_queries  u64 id              -> map
/// thread_tools    u64 00 name         -> map
/// checkpoints     u64 id              -> map
/// metadata        key                 -> text
/// transcript_pos  path                -> u64
/// counters        name                -> u64
/// ```
public final class LmdbSource implements Source {

  private static final int MAX_ORPHANS = 20;

  private static final ValueCodec<byte[]> BYTES =
      new ValueCodec<>() {
        @Override
        public String name() {
          return "bytes";
        }

        @Override
        public byte[] write(byte[] value) {
          return value;
        }

        @Override
        public byte[] read(byte[] bytes) {
          return bytes;
        }
      };

  private static final Map<Entity.Kind, Table<byte[], byte[]>> TABLES =
      new EnumMap<>(Entity.Kind.class);

  static {
    for (Entity.Kind kind : Entity.Kind.values()) {
      TABLES.put(kind, table(kind == Entity.Kind.TRANSCRIPTS ? "transcript_pos" : name(kind)));
    }
  }

  private static final Table<byte[], byte[]> PATTERN_FILES = table("pattern_files");
  private static final Table<byte[], byte[]> COUNTERS = table("counters");

  private final Store store;
  private final Snapshot view;

  private LmdbSource(Store store) {
    this.store = store;
    this.view = store.view();
  }

  private static String name(Entity.Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Table<byte[], byte[]> table(String name) {
    return Table.raw(name, Keys.BYTES, BYTES);
  }

  /// Opens the folder to read.
  ///
  /// @throws TrackerException.BadSource if there is none, or it is no LMDB environment of a tracker
  public static LmdbSource open(Path folder) {
    if (!Files.isRegularFile(folder.resolve("data.mdb"))) {
      throw new TrackerException.BadSource(
          folder,
          Problem.MISSING,
          "There is no LMDB environment in %s; give the folder that holds data.mdb."
              .formatted(folder),
          null);
    }
    List<Table<?, ?>> tables = new ArrayList<>(TABLES.values());
    tables.add(PATTERN_FILES);
    tables.add(COUNTERS);
    LmdbSource source;
    try {
      source = new LmdbSource(Store.openImage(folder, new Schema("tracker of old", 1, tables)));
    } catch (StoreException e) {
      throw new TrackerException.BadSource(
          folder, Problem.CORRUPT, String.valueOf(e.getMessage()), e);
    }
    if (source.count(Entity.Kind.FILES) == 0
        && source.count(Entity.Kind.METADATA) == 0
        && source.count(Entity.Kind.MEMORIES) == 0) {
      source.close();
      throw new TrackerException.BadSource(
          folder,
          Problem.NO_TRACKER,
          "The LMDB environment in %s is not of a tracker, or is empty.".formatted(folder),
          null);
    }
    return source;
  }

  private static Table<byte[], byte[]> of(Entity.Kind kind) {
    return java.util.Objects.requireNonNull(TABLES.get(kind));
  }

  private long count(Entity.Kind kind) {
    return view.count(of(kind));
  }

  @Override
  public Map<Entity.Kind, Long> counts() {
    Map<Entity.Kind, Long> counts = new EnumMap<>(Entity.Kind.class);
    for (Entity.Kind kind : Entity.Kind.values()) {
      counts.put(kind, count(kind));
    }
    return counts;
  }

  @Override
  public void forEach(
      Entity.Kind kind, Predicate<? super Entity> action, Consumer<? super String> bad) {
    try (Cursor<byte[], byte[]> cursor = view.cursor(of(kind), Range.all())) {
      while (cursor.next()) {
        Entity entity;
        try {
          entity = LmdbRows.entity(kind, cursor.key(), cursor.record(), this::matchedFiles);
        } catch (RuntimeException e) {
          bad.accept("A row of %s is left out: %s.".formatted(of(kind).name(), e.getMessage()));
          continue;
        }
        if (!action.test(entity)) {
          return;
        }
      }
    }
  }

  private List<String> matchedFiles(long keyHash) {
    byte[] prefix = LmdbRows.u64(keyHash);
    List<String> files = new ArrayList<>();
    for (byte[] key : view.keys(PATTERN_FILES, Range.prefix(prefix), Integer.MAX_VALUE)) {
      files.add(new String(key, 9, key.length - 9, StandardCharsets.UTF_8));
    }
    return files;
  }

  @Override
  public Map<Entity.Kind, Long> lastIds() {
    Map<Entity.Kind, Long> last = new EnumMap<>(Entity.Kind.class);
    for (Entity.Kind kind : Entity.Kind.values()) {
      byte[] value = view.get(COUNTERS, name(kind).getBytes(StandardCharsets.UTF_8));
      if (value != null && value.length == Long.BYTES) {
        last.put(kind, LmdbRows.u64(value, 0));
      }
    }
    return last;
  }

  @Override
  public List<String> orphans() {
    List<String> found = new ArrayList<>();
    Set<String> missing = new HashSet<>();
    forEach(
        Entity.Kind.SYMBOLS,
        entity -> {
          if (entity instanceof dev.fulgur.tracker.SymbolRecord symbol
              && !view.contains(
                  of(Entity.Kind.FILES), symbol.filePath().getBytes(StandardCharsets.UTF_8))) {
            missing.add(symbol.filePath());
          }
          return missing.size() < MAX_ORPHANS;
        },
        problem -> {});
    for (String path : missing) {
      found.add("In symbols a symbol stands in the file %s, which is not there.".formatted(path));
    }
    return found;
  }

  @Override
  public void close() {
    view.close();
    store.close();
  }
}
