package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.StoreException.CopyRefused;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Outcomes;
import dev.fulgur.store.engine.SchemaNotes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Copies of a store: made beside their target, checked, synced, and then renamed into its place,
/// so that a target is there whole or not at all.
public final class Copies {

  private Copies() {}

  /// Copies a store as one snapshot, while others go on.
  public static void backup(Environment environment, Path target) {
    backup(environment, target, KeepingProgress.NONE);
  }

  /// The same with progress.
  public static void backup(Environment environment, Path target, KeepingProgress progress) {
    environment.checkOpen();
    place(
        target,
        environment.usedBytes(),
        progress,
        part -> onDisk(part, target, () -> SnapshotCopy.make(environment, part)));
  }

  /// The same of a store that has a log, which the copy will not need: it holds all that was
  /// committed when this was called.
  public static void backupWithoutLog(Environment environment, Catalog catalog, Path target) {
    environment.checkOpen();
    boolean others = isOthers(environment);
    place(
        target,
        environment.usedBytes(),
        KeepingProgress.NONE,
        part -> {
          SnapshotCopy.make(environment, part);
          noteCommit(part, catalog, others || isOthers(environment));
          requireWhole(part, target);
        });
  }

  /// The same, without free pages.
  public static void compact(Environment environment, Catalog catalog, Path target) {
    compact(environment, catalog, target, KeepingProgress.NONE);
  }

  /// The same with progress.
  public static void compact(
      Environment environment, Catalog catalog, Path target, KeepingProgress progress) {
    environment.checkOpen();
    boolean others = isOthers(environment);
    place(
        target,
        environment.usedBytes(),
        progress,
        part -> {
          environment.env().copyCompact(part);
          noteCommit(part, catalog, others || isOthers(environment));
          requireWhole(part, target);
        });
  }

  /// For who opened the store without its log.
  ///
  /// @throws CopyRefused if there is one, and a copy would lack what it holds
  public static void refuseOpenLog(Environment environment, Path target) {
    ReadSlot slot = environment.take();
    LogNotes.Note log;
    try {
      log = LogNotes.read(slot.rows());
    } finally {
      environment.end(slot);
    }
    if (log != null && log.open()) {
      throw refused(
          target,
          null,
          "The store %s has a log that is in use or was not closed, and a copy of its file would"
              + " lack what the log holds; let the program that owns it make the copy, or close it"
              + " first.",
          environment.folder());
    }
  }

  private static boolean isOthers(Environment environment) {
    ReadSlot slot = environment.take();
    try {
      return slot.rows().writtenByOthers();
    } finally {
      environment.end(slot);
    }
  }

  /// Copies a backup to where a store is to be.
  public static void restore(Path backup, Path target, KeepingProgress progress) {
    long used;
    try (DataFile file = DataFile.open(backup)) {
      DataFile.Meta meta = file.format() == DataFile.Format.GOOD ? file.meta(-1) : null;
      if (meta == null) {
        throw refused(target, null, "%s is no store; give the folder of a backup.", backup);
      }
      List<String> problems = PageCheck.run(file, meta);
      if (!problems.isEmpty()) {
        throw refused(
            target,
            null,
            "The backup %s is damaged: %s Take another.",
            backup,
            problems.getFirst());
      }
      used = file.sizeBytes();
    } catch (IOException e) {
      throw refused(target, e, "%s could not be read as a backup; check the path.", backup);
    }
    place(
        target,
        used,
        progress,
        part ->
            onDisk(
                part,
                target,
                () ->
                    Files.copy(
                        backup.resolve(DataFile.NAME),
                        part.resolve(DataFile.NAME),
                        StandardCopyOption.COPY_ATTRIBUTES)));
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /// Copies, and checks the copy, while the system writes it to disk.
  private static void onDisk(Path part, Path target, Step copying) throws IOException {
    try (Forcing forcing = Forcing.of(part.resolve(DataFile.NAME))) {
      copying.run();
      forcing.written();
      requireWhole(part, target);
      forcing.await();
    }
  }

  /// A compacted copy begins to count transactions anew, so that the note about the last commit
  /// must follow.
  private static void noteCommit(Path part, Catalog catalog, boolean others) throws IOException {
    Environment copy = Environment.open(part, StoreOptions.defaults(), catalog.trees());
    try {
      if (copy.dbi(Catalog.SCHEMA) != null) {
        Outcomes.onPlatformThread(() -> noteCommit(copy, others));
      }
    } finally {
      copy.close();
    }
    Files.deleteIfExists(part.resolve("lock.mdb"));
    sync(part.resolve(DataFile.NAME), StandardOpenOption.WRITE);
  }

  private static void noteCommit(Environment copy, boolean others) {
    WriteTxn txn = copy.beginWrite(() -> {});
    try (txn) {
      LmdbWriteRows rows = copy.rows(txn, false);
      SchemaNotes.Commit note = SchemaNotes.commit(rows);
      if (note != null) {
        SchemaNotes.write(rows, new SchemaNotes.Commit(others ? 0 : txn.id(), note.generation()));
        LogNotes.Note log = LogNotes.read(rows);
        if (log != null) {
          LogNotes.write(rows, new LogNotes.Note(false, 0, log.applied()));
        }
        txn.commit();
      }
    } finally {
      copy.endWrite();
    }
  }

  private static void requireWhole(Path part, Path target) throws IOException {
    try (DataFile file = DataFile.openMapped(part)) {
      DataFile.Meta meta = file.meta(-1);
      List<String> problems =
          meta == null ? List.of("It has no meta page.") : PageCheck.run(file, meta);
      if (!problems.isEmpty()) {
        throw refused(
            target, null, "The copy is damaged: %s Check the store itself.", problems.getFirst());
      }
    }
  }

  @FunctionalInterface
  private interface Copying {
    void into(Path part) throws IOException;
  }

  private static void place(
      Path target, long sizeBytes, KeepingProgress progress, Copying copying) {
    Path absolute = target.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null) {
      throw refused(
          target, null, "%s is no folder to copy to; give one that is not there.", target);
    }
    requireNothingThere(absolute);
    Path part = parent.resolve("." + name + "." + UUID.randomUUID() + ".part");
    boolean done = false;
    try {
      Files.createDirectories(parent);
      long free = Failures.freeBytes(parent);
      if (free < sizeBytes) {
        throw refused(
            target,
            null,
            "The copy takes %d bytes and %s has %d left; free some, or copy elsewhere.",
            sizeBytes,
            parent,
            free);
      }
      Files.createDirectory(part);
      try (CopyWatch _ = CopyWatch.start(part.resolve(DataFile.NAME), sizeBytes, progress)) {
        copying.into(part);
      }
      sync(part, StandardOpenOption.READ);
      requireNothingThere(absolute);
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      sync(parent, StandardOpenOption.READ);
    } catch (IOException e) {
      throw refused(target, e, "The copy to %s failed: %s.", target, Failures.why(e));
    } catch (UncheckedIOException | LmdbException e) {
      throw refused(target, e, "The copy to %s failed: %s.", target, e.getMessage());
    } finally {
      if (!done) {
        remove(part);
      }
    }
  }

  private static void requireNothingThere(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(target)) {
        if (!content.iterator().hasNext()) {
          return;
        }
      } catch (IOException e) {
        throw refused(target, e, "%s could not be looked into: %s.", target, e.getMessage());
      }
    }
    throw refused(
        target,
        null,
        "%s is there already and is never written over; give a folder that is not, or move it away.",
        target);
  }

  /// On disk, a folder's entries included.
  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static void remove(Path part) {
    try {
      if (Files.isDirectory(part)) {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(part)) {
          for (Path file : content) {
            Files.delete(file);
          }
        }
        Files.delete(part);
      }
    } catch (IOException e) {
      System.getLogger("dev.fulgur.store")
          .log(System.Logger.Level.WARNING, "An unfinished copy was left in " + part, e);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the sentences are constants above
  private static CopyRefused refused(
      Path target, @Nullable Throwable cause, String sentence, @Nullable Object... values) {
    return new CopyRefused(target, sentence.formatted(values), cause);
  }
}
