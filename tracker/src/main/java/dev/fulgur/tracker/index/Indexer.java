package dev.fulgur.tracker.index;

import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.SourceFiles;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.index.FileJob.Result;
import dev.fulgur.tracker.index.syntax.Symbol;
import dev.fulgur.tracker.index.syntax.SymbolFinder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings a tracker up to date with a tree of sources.
///
/// Only files that are new, newer or of another size are read; those whose content is what it was
/// keep all that is known of them. Files that left the tree leave the tracker. What cannot be read
/// is named and passed over. Writes go in batches, so that a run that is stopped, or killed, keeps
/// what is done and the next one goes on.
///
/// Files are read and parsed by several threads; the calling thread writes.
public final class Indexer {

  private static final int MAX_PROBLEMS = 200;
  private static final int BATCH_FILES = 512;
  private static final int BATCH_SYMBOLS = 16_000;
  private static final long BATCH_BYTES = 8 << 20;

  private final Path root;
  private final Tracker tracker;
  private final KeyHash keys;
  private final IndexOptions options;
  private final Supplier<? extends SymbolFinder> finders;
  private final Consumer<? super IndexProgress> progress;
  private final BooleanSupplier stop;

  private final List<Problem> problems = new ArrayList<>();
  private final SortedMap<Problem.Kind, Long> problemCounts = new TreeMap<>();
  private final List<Result> batch = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private int batchSymbols;
  private long batchBytes;
  private long totalFiles;
  private long totalBytes;
  private long files;
  private long bytes;
  private long indexed;
  private long touched;
  private long deleted;
  private long binary;
  private long failed;
  private long symbols;

  private Indexer(
      Path root,
      Tracker tracker,
      KeyHash keys,
      IndexOptions options,
      Supplier<? extends SymbolFinder> finders,
      Consumer<? super IndexProgress> progress,
      BooleanSupplier stop) {
    this.root = root;
    this.tracker = tracker;
    this.keys = keys;
    this.options = options;
    this.finders = finders;
    this.progress = progress;
    this.stop = stop;
  }

  /// Indexes a tree.
  ///
  /// @param root the folder
  /// @param tracker where it goes
  /// @param keys makes the key hashes
  /// @param finders makes a finder of symbols for each thread
  /// @param progress told how far it is, by the calling thread
  /// @param stop asked between files whether to end early
  /// @throws IOException if the root is no folder that can be read, or contents cannot be appended
  public static IndexReport run(
      Path root,
      Tracker tracker,
      KeyHash keys,
      IndexOptions options,
      Supplier<? extends SymbolFinder> finders,
      Consumer<? super IndexProgress> progress,
      BooleanSupplier stop)
      throws IOException {
    Path real = root.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new IOException(root + " is not a folder");
    }
    if (!Files.isReadable(real) || !Files.isExecutable(real)) {
      throw new AccessDeniedException(root.toString());
    }
    return new Indexer(real, tracker, keys, options, finders, progress, stop).run();
  }

  /// The files below a folder that a run would take in, since they are new or changed; in the order
  /// of their paths.
  ///
  /// @param problems told of what cannot be looked at
  /// @throws IOException if the root is not there
  public static List<Path> pending(
      Path root, SourceFiles files, IndexOptions options, Consumer<Problem> problems)
      throws IOException {
    List<Path> found = new ArrayList<>();
    TreeDiff diff = new TreeDiff(root.toRealPath(), files, options, problems);
    for (Difference each = diff.next(); each != null; each = diff.next()) {
      if (each instanceof Difference.Stale stale && !FileJob.isBinary(stale.path())) {
        found.add(stale.path());
      }
    }
    return found;
  }

  private IndexReport run() throws IOException {
    TreeDiff diff = count();
    boolean complete = true;
    if (totalFiles > 0 || deleted > 0) {
      deleted = 0;
      problems.clear();
      problemCounts.clear();
      complete = work();
    }
    return new IndexReport(
        diff.seen(),
        indexed,
        touched,
        deleted,
        binary,
        failed,
        diff.large(),
        symbols,
        bytes,
        complete,
        problemCounts,
        problems);
  }

  /// Goes through once to see how much there is to do.
  private TreeDiff count() {
    TreeDiff diff = new TreeDiff(root, tracker.files(), options, this::note);
    Difference difference = diff.next();
    while (difference != null) {
      switch (difference) {
        case Difference.Stale stale -> {
          totalFiles++;
          totalBytes += stale.facts().sizeBytes();
        }
        case Difference.Gone ignored -> deleted++;
      }
      difference = diff.next();
    }
    progress.accept(new IndexProgress(0, totalFiles, 0, totalBytes));
    return diff;
  }

  private boolean work() throws IOException {
    BlobFile blobs = options.blobs() == null ? null : BlobFile.open(options.blobs());
    try (blobs;
        Workers workers = new Workers(root, options, finders)) {
      TreeDiff diff = new TreeDiff(root, tracker.files(), options, this::note);
      String last = "";
      boolean stopped = false;
      boolean walking = true;
      while (walking || workers.busy() > 0) {
        stopped = stopped || stop.getAsBoolean();
        walking = walking && !stopped;
        if (walking && workers.hasRoom()) {
          Difference difference = diff.next();
          switch (difference) {
            case null -> walking = false;
            case Difference.Stale stale -> workers.submit(stale);
            case Difference.Gone record -> gone.add(record.known().path());
          }
        } else if (workers.busy() > 0) {
          Result result = workers.take();
          take(result);
          last = result.path().toString();
        }
        if (batch.size() + gone.size() >= BATCH_FILES
            || batchSymbols >= BATCH_SYMBOLS
            || batchBytes >= BATCH_BYTES) {
          write(blobs, last);
        }
      }
      write(blobs, last);
      if (!stopped) {
        tracker.checkpoints().clear();
      }
      return !stopped;
    }
  }

  private void note(Problem problem) {
    problemCounts.merge(problem.kind(), 1L, Long::sum);
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(problem);
    }
  }

  private void take(Result result) {
    batch.add(result);
    files++;
    switch (result) {
      case Result.Read read -> {
        bytes += read.content().length;
        batchBytes += read.content().length;
        batchSymbols += read.symbols().size();
        if (read.problem() != null) {
          note(read.problem());
        }
      }
      case Result.Same same -> bytes += same.facts().sizeBytes();
      case Result.Binary ignored -> binary++;
      case Result.Failed unread -> {
        failed++;
        note(unread.problem());
      }
    }
  }

  /// Writes what was gathered, in one transaction: contents first, so that no record points to
  /// nothing.
  private void write(@Nullable BlobFile blobs, String last) throws IOException {
    if (batch.isEmpty() && gone.isEmpty()) {
      return;
    }
    List<Span> places = new ArrayList<>(batch.size());
    for (Result result : batch) {
      places.add(
          blobs != null && result instanceof Result.Read read
              ? blobs.append(read.content())
              : Span.NONE);
    }
    if (blobs != null) {
      blobs.force();
    }
    Written written =
        tracker.batch(
            b -> {
              Written sum = new Written();
              for (int i = 0; i < batch.size(); i++) {
                write(b, batch.get(i), places.get(i), blobs != null, sum);
              }
              for (String path : gone) {
                sum.deleted += b.files().delete(path) ? 1 : 0;
              }
              b.checkpoints().save(files, totalFiles, last);
              return sum;
            });
    indexed += written.indexed;
    touched += written.touched;
    deleted += written.deleted;
    symbols += written.symbols;
    batch.clear();
    gone.clear();
    batchSymbols = 0;
    batchBytes = 0;
    progress.accept(new IndexProgress(files, totalFiles, bytes, totalBytes));
  }

  /// Counted inside a batch, which may run twice.
  private static final class Written {
    private long indexed;
    private long touched;
    private long deleted;
    private long symbols;
  }

  private void write(Tracker b, Result result, Span place, boolean hasBlobs, Written sum) {
    switch (result) {
      case Result.Read read -> {
        writeFile(b, read, place);
        sum.symbols += writeSymbols(b, read, place, hasBlobs);
        sum.indexed++;
      }
      case Result.Same same -> {
        FileRecord known = same.known();
        b.files()
            .put(
                new FileRecord(
                    known.path(),
                    same.facts().mtime(),
                    same.facts().sizeBytes(),
                    known.contentHash(),
                    known.blob(),
                    known.keyHash(),
                    known.indexedAt(),
                    known.vector(),
                    known.contexts()));
        sum.touched++;
      }
      case Result.Binary file -> {
        if (file.known() && b.files().delete(file.path().toString())) {
          sum.deleted++;
        }
      }
      case Result.Failed ignored -> {}
    }
  }

  private void writeFile(Tracker b, Result.Read read, Span place) {
    String path = read.path().toString();
    FileRecord record =
        b.files()
            .upsert(
                path,
                read.stale().facts().mtime(),
                read.stale().facts().sizeBytes(),
                new FileEntry(
                    read.contentHash(), place, keys.file(path), read.findings().contexts()));
    if (read.stale().known() != null) {
      // Vector and searches belong to what the file was.
      if (record.vector() != null) {
        b.files().put(record.withVector(null));
      }
      b.patterns().evictForFile(path);
    }
  }

  private int writeSymbols(Tracker b, Result.Read read, Span place, boolean hasBlobs) {
    String path = read.path().toString();
    List<SymbolEntry> entries =
        new ArrayList<>(read.symbols().size() + read.findings().remarks().size());
    for (Symbol symbol : read.symbols()) {
      entries.add(
          new SymbolEntry(
              path,
              symbol.name(),
              symbol.kind(),
              symbol.lineStart(),
              symbol.lineEnd(),
              part(place, symbol.startByte(), symbol.lengthBytes(), hasBlobs),
              keys.symbol(path, symbol.name(), symbol.kind(), symbol.lineStart(), symbol.lineEnd()),
              symbol.container()));
    }
    for (Rules.Remark remark : read.findings().remarks()) {
      entries.add(
          new SymbolEntry(
              path,
              remark.text(),
              remark.kind(),
              remark.line(),
              remark.line(),
              part(place, remark.startByte(), remark.lengthBytes(), hasBlobs),
              keys.symbol(path, remark.text(), remark.kind(), remark.line(), remark.line()),
              null));
    }
    return b.symbols().replace(path, entries);
  }

  private static Span part(Span file, int offset, int length, boolean hasBlobs) {
    return hasBlobs ? new Span(file.offset() + offset, length) : Span.NONE;
  }
}
