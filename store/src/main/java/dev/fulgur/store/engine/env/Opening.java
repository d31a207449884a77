package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvFlag;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.LmdbException;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.lmdb.WriteTxn;
import dev.fulgur.store.StoreException.OpenRefused;
import dev.fulgur.store.StoreException.OpenRefused.Reason;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.engine.Outcomes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of opening: what is refused, and with which words.
final class Opening {

  private static final long SMALLEST_MAP_BYTES = 64L << 20;
  private static final int SPARE_TREES = 8;

  private Opening() {}

  static Env open(Path folder, StoreOptions options, int trees) {
    boolean writing = options.mode() == StoreOptions.Mode.READ_WRITE;
    checkFolder(folder, options);
    checkFilesystem(folder);
    checkPermissions(folder, writing);
    long used = checkFile(folder, options);
    long map = Math.max(writing ? options.initialMapBytes() : options.quotaBytes(), used);
    EnvOptions wanted =
        EnvOptions.DEFAULT
            .withMaxReaders(options.maxReaders())
            .withMaxDbs(trees + SPARE_TREES)
            .withMode(0644)
            .withFlags(flags(options.mode(), used));
    if (writing) {
      make(folder, wanted.withMapSize(SMALLEST_MAP_BYTES));
    }
    while (true) {
      try {
        return Env.open(folder, wanted.withMapSize(map));
      } catch (LmdbException.Os e) {
        if (e.name().equals("EACCES") && options.mode() == StoreOptions.Mode.READ_ONLY) {
          throw refusedLock(folder, e);
        }
        if (!e.name().equals("ENOMEM") || map / 2 < Math.max(used, SMALLEST_MAP_BYTES)) {
          throw refused(folder, e);
        }
        map /= 2;
      } catch (LmdbException e) {
        throw refused(folder, e);
      }
    }
  }

  private static void make(Path folder, EnvOptions options) {
    try {
      Birth.make(folder, options);
    } catch (LmdbException e) {
      throw refused(folder, e);
    } catch (IOException e) {
      throw new OpenRefused(
          Reason.IO,
          folder,
          "A store could not be made in %s (%s); check the disk's free space and the rights."
              .formatted(folder, Failures.why(e)),
          e);
    }
  }

  private static EnvFlag[] flags(StoreOptions.Mode mode, long used) {
    List<EnvFlag> flags = new ArrayList<>();
    if (mode != StoreOptions.Mode.READ_WRITE) {
      flags.add(EnvFlag.RDONLY);
    }
    if (mode == StoreOptions.Mode.IMAGE) {
      flags.add(EnvFlag.NOLOCK);
    }
    if (!ReadAhead.helps(used)) {
      flags.add(EnvFlag.NORDAHEAD);
    }
    return flags.toArray(EnvFlag[]::new);
  }

  /// What can only be seen once it is open: a process of the same pid, dead readers, a short file.
  static void afterOpen(Environment environment, Env env) {
    Path folder = environment.folder();
    try (ReadTxn _ = env.beginRead()) {
      // Reading is possible.
    } catch (LmdbException.MapResized e) {
      environment.adoptMapSize(() -> {});
    } catch (LmdbException e) {
      throw refused(folder, e);
    }
    switch (environment.options().mode()) {
      case READ_WRITE -> {
        env.readerCheck();
        Outcomes.onPlatformThread(() -> extendShortFile(environment));
      }
      case READ_ONLY -> env.readerCheck();
      case IMAGE -> {}
    }
  }

  private static void checkFolder(Path folder, StoreOptions options) {
    if (Files.isRegularFile(folder)) {
      throw refused(
          Reason.NOT_A_STORE,
          folder,
          "%s is a file; give the folder that holds %s.",
          folder,
          DataFile.NAME);
    }
    Path data = folder.resolve(DataFile.NAME);
    if (isForbidden(data)) {
      throw mayNotRead(folder);
    }
    if (Files.isDirectory(data)) {
      throw refused(
          Reason.NOT_A_STORE,
          folder,
          "%s is a folder where the data file of a store should be; check the path.",
          data);
    }
    if (!Files.exists(data) && !options.create()) {
      throw refused(
          Reason.MISSING,
          folder,
          "There is no store in %s; check the path; what writes there first makes one.",
          folder);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new OpenRefused(
          Reason.NO_PERMISSION,
          folder,
          "The folder %s could not be made (%s); check the path and its rights."
              .formatted(folder, why(e)),
          e);
    }
  }

  private static boolean isForbidden(Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException e) {
      return false; // it is not there
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "no permission";
      case FileAlreadyExistsException taken -> taken.getFile() + " is a file";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static OpenRefused mayNotRead(Path folder) {
    return refused(
        Reason.NO_PERMISSION,
        folder,
        "%s may not be read; give this user the right to read the folder and %s.",
        folder,
        DataFile.NAME);
  }

  private static void checkFilesystem(Path folder) {
    String type;
    try {
      type = Files.getFileStore(folder).type();
    } catch (IOException e) {
      return;
    }
    if (NetworkFilesystems.contains(type)) {
      throw refused(
          Reason.NETWORK_FILESYSTEM,
          folder,
          "%s lies on %s, a network filesystem, where locks and memory maps do not hold; use a local"
              + " disk.",
          folder,
          type);
    }
  }

  private static void checkPermissions(Path folder, boolean writing) {
    Path data = folder.resolve(DataFile.NAME);
    if (!Files.isReadable(folder) || (Files.exists(data) && !Files.isReadable(data))) {
      throw mayNotRead(folder);
    }
    if (writing && (!Files.isWritable(folder) || (Files.exists(data) && !Files.isWritable(data)))) {
      throw refused(
          Reason.NO_PERMISSION,
          folder,
          "%s may not be written; give this user the right to, or open it for reading only.",
          folder);
    }
  }

  /// Checks the head of the file and answers how many bytes are used.
  private static long checkFile(Path folder, StoreOptions options) {
    if (!Files.exists(folder.resolve(DataFile.NAME))) {
      return 0;
    }
    try (DataFile file = DataFile.open(folder)) {
      switch (file.format()) {
        case EMPTY -> {
          if (options.mode() != StoreOptions.Mode.READ_WRITE) {
            throw refused(
                Reason.MISSING,
                folder,
                "The store in %s is empty; check the path, or open it for writing to begin one.",
                folder);
          }
          return 0;
        }
        case OTHER_VERSION ->
            throw refused(
                Reason.OTHER_FORMAT,
                folder,
                "%s was written by another version of LMDB, such as 1.0, whose files 0.9 cannot read;"
                    + " export it with the program that wrote it.",
                folder.resolve(DataFile.NAME));
        case FOREIGN ->
            throw refused(
                Reason.NOT_A_STORE,
                folder,
                "%s is not a data file of LMDB; check the path.",
                folder.resolve(DataFile.NAME));
        case GOOD -> {}
      }
      DataFile.Meta meta = file.meta(-1);
      long used = meta == null ? 0 : meta.usedBytes();
      if (options.mode() == StoreOptions.Mode.READ_WRITE
          && meta != null
          && used > options.quotaBytes()
          && used - PageCheck.freePages(file, meta) * meta.pageBytes() > options.quotaBytes()) {
        throw refused(
            Reason.QUOTA_TOO_SMALL,
            folder,
            "%s uses %d bytes and the quota is %d; raise it.",
            folder,
            used,
            options.quotaBytes());
      }
      if (options.mode() != StoreOptions.Mode.READ_WRITE
          && meta != null
          && file.sizeBytes() < used) {
        refuseIfDamaged(folder, file, meta);
      }
      return used;
    } catch (IOException e) {
      throw new OpenRefused(
          Reason.IO,
          folder,
          "%s could not be read (%s); check the disk and the rights."
              .formatted(folder.resolve(DataFile.NAME), Failures.why(e)),
          e);
    }
  }

  /// A file that ends before the last page is healthy if no page in use lies behind its end.
  private static void refuseIfDamaged(Path folder, DataFile file, DataFile.Meta meta)
      throws IOException {
    List<String> problems = PageCheck.run(file, meta);
    if (!problems.isEmpty()) {
      throw refused(
          Reason.TRUNCATED,
          folder,
          "%s has %d bytes and should have %d, and what is missing is in use (%s); restore it from a"
              + " backup.",
          folder.resolve(DataFile.NAME),
          file.sizeBytes(),
          meta.usedBytes(),
          problems.getFirst().replaceFirst("\\.$", ""));
    }
  }

  /// LMDB leaves healthy files shorter than their last page, since free pages at the end may never
  /// have been written. Extended with zeros while no other process can write.
  private static void extendShortFile(Environment environment) {
    Path folder = environment.folder();
    Path data = folder.resolve(DataFile.NAME);
    try (DataFile file = DataFile.open(folder)) {
      DataFile.Meta meta = file.meta(-1);
      if (meta == null || file.sizeBytes() >= meta.usedBytes()) {
        return;
      }
      WriteTxn txn = environment.beginWrite(() -> {});
      try (txn) {
        DataFile.Meta now = file.meta(txn.id() - 1);
        if (now != null && file.sizeBytes() < now.usedBytes()) {
          refuseIfDamaged(folder, file, now);
          try (RandomAccessFile raw = new RandomAccessFile(data.toFile(), "rw")) {
            raw.setLength(now.usedBytes());
            raw.getFD().sync();
          }
        }
      } finally {
        environment.endWrite();
      }
    } catch (IOException e) {
      throw new OpenRefused(
          Reason.IO,
          folder,
          "%s is shorter than it should be and could not be extended (%s); check the disk."
              .formatted(data, Failures.why(e)),
          e);
    }
  }

  /// The data file may be read, so that it is the lock file that may not be written. On a mount
  /// that is read-only, which nobody can write, LMDB does without it.
  private static OpenRefused refusedLock(Path folder, LmdbException failure) {
    return new OpenRefused(
        Reason.NO_PERMISSION,
        folder,
        ("%s may not be written, where readers register too; give this user the right to, or open"
                + " the folder as an image if nobody writes it.")
            .formatted(folder.resolve("lock.mdb")),
        failure);
  }

  private static OpenRefused refused(Path folder, LmdbException failure) {
    Reason reason =
        switch (failure) {
          case LmdbException.AlreadyOpen _ -> Reason.ALREADY_OPEN;
          case LmdbException.VersionMismatch _ -> Reason.OTHER_FORMAT;
          case LmdbException.Invalid _ -> Reason.NOT_A_STORE;
          case LmdbException.Os os ->
              switch (os.name()) {
                case "EACCES", "EPERM", "EROFS" -> Reason.NO_PERMISSION;
                case "EAGAIN" -> Reason.SAME_PID;
                case "ENOENT" -> Reason.MISSING;
                default -> Reason.IO;
              };
          default -> Reason.IO;
        };
    String message =
        switch (reason) {
          case ALREADY_OPEN ->
              "This process has the store %s open already; share that one, or close it first."
                  .formatted(folder);
          case SAME_PID ->
              ("Another process with this one's process id uses %s, as two containers do that share"
                      + " a volume but not their process ids; let them share those (--pid), or give"
                      + " each its own store.")
                  .formatted(folder);
          case MISSING,
              NOT_A_STORE,
              OTHER_FORMAT,
              NETWORK_FILESYSTEM,
              NO_PERMISSION,
              TRUNCATED,
              OTHER_OWNER,
              LOG_DAMAGED,
              LOG_MISMATCH,
              QUOTA_TOO_SMALL,
              IO ->
              "The store %s could not be opened: %s.".formatted(folder, failure.getMessage());
        };
    return new OpenRefused(reason, folder, message, failure);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the sentences are constants above
  private static OpenRefused refused(
      Reason reason, Path folder, String sentence, @Nullable Object... values) {
    return new OpenRefused(reason, folder, sentence.formatted(values), null);
  }
}
