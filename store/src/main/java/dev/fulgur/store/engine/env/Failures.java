package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.store.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What LMDB's failures are to the caller of a store.
final class Failures {

  /// LMDB answers EIO where the disk is full; with less than this free, that is what it was.
  private static final long FULL_BELOW_BYTES = 64 << 10;

  private Failures() {}

  static RuntimeException of(LmdbException failure, Environment environment) {
    Path folder = environment.folder();
    return switch (failure) {
      case LmdbException.MapFull e -> environment.full(e);
      case LmdbException.ReadersFull _ ->
          new StoreException.ReadersFull(environment.readers().max());
      case LmdbException.Corrupted e ->
          new StoreException.CorruptRecord(
              folder.toString(), "(a page)", "the structure of the file does not hold", e);
      case LmdbException.Panic e -> poisoned(folder, e);
      case LmdbException.TxnFull e ->
          new StoreException.StorageFailed(
              "The transaction on %s touches more pages than LMDB can hold; commit in smaller parts."
                  .formatted(folder),
              e);
      case LmdbException.Os e -> os(e, environment);
      case LmdbException.BadTxn e -> storage(folder, e);
      case LmdbException.BadDbi e -> storage(folder, e);
      case LmdbException.BadReaderSlot e -> storage(folder, e);
      case LmdbException.BadValSize e -> storage(folder, e);
      case LmdbException.DbsFull e -> storage(folder, e);
      case LmdbException.Incompatible e -> storage(folder, e);
      case LmdbException.Internal e -> storage(folder, e);
      case LmdbException.Invalid e -> storage(folder, e);
      case LmdbException.KeyExists e -> storage(folder, e);
      case LmdbException.MapResized e -> storage(folder, e);
      case LmdbException.NotFound e -> storage(folder, e);
      case LmdbException.TlsFull e -> storage(folder, e);
      case LmdbException.VersionMismatch e -> storage(folder, e);
      case LmdbException.AlreadyOpen e -> storage(folder, e);
      case LmdbException.LibraryUnavailable e -> storage(folder, e);
    };
  }

  static StoreException.LogFailed poisoned(Path folder, Throwable first) {
    return new StoreException.LogFailed(
        "A commit to %s failed after it had begun to write (%s); reopen the store."
            .formatted(folder, first.getMessage()),
        first);
  }

  private static RuntimeException os(LmdbException.Os failure, Environment environment) {
    boolean full =
        switch (failure.name()) {
          case "ENOSPC", "EDQUOT" -> true;
          case "EIO" -> freeBytes(environment.folder()) < FULL_BELOW_BYTES;
          default -> false;
        };
    if (full) {
      return new StoreException.StoreFull(
          "The disk of %s has no room for this write; free some, then write again."
              .formatted(environment.folder()),
          environment.usedBytes(),
          environment.quotaBytes(),
          failure);
    }
    return storage(environment.folder(), failure);
  }

  private static StoreException.StorageFailed storage(Path folder, LmdbException failure) {
    return new StoreException.StorageFailed(
        "The store %s could not be read or written: %s.".formatted(folder, failure.getMessage()),
        failure);
  }

  /// What a failure of a file says, which an interrupt of the thread does without words.
  static String why(IOException failure) {
    return failure instanceof ClosedByInterruptException
        ? "the thread was interrupted"
        : String.valueOf(failure.getMessage());
  }

  static long freeBytes(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
