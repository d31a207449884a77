package dev.fulgur.store;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a store is opened. Begin with [#defaults()] and change what differs.
///
/// @param mode for writing, for reading, or as an image
/// @param durability when a commit is acknowledged
/// @param create whether a folder without a store gets one
/// @param quotaBytes the most that the data may take; also the address space that is mapped, which
///   costs nothing by itself
/// @param initialMapBytes how much of that is mapped at first; the rest follows as it is needed,
///   each time waiting for views to end. All of it by default
/// @param maxReaders reader slots to ask for; whoever opened the store first decided
/// @param viewAgeLimit how old a view may get before it is named in stats and log
/// @param expireViews whether a view over the age limit fails at its next use
/// @param reconciler called inside the first write after another program wrote, or null
/// @param progress told how far the building of an index is
/// @param log how the logged engine works
/// @param recovery told how far the bringing in of a long log is, when the store is opened
public record StoreOptions(
    Mode mode,
    Durability durability,
    boolean create,
    long quotaBytes,
    long initialMapBytes,
    int maxReaders,
    Duration viewAgeLimit,
    boolean expireViews,
    @Nullable Reconciler reconciler,
    Consumer<IndexProgress> progress,
    LogSettings log,
    KeepingProgress recovery) {

  /// What a store is opened for.
  public enum Mode {
    /// Reading and writing.
    READ_WRITE,
    /// Reading what other processes may write.
    READ_ONLY,
    /// Reading a folder that nobody writes, which is the caller's promise: no lock is taken and no
    /// file is touched, so that a read-only mount will do.
    IMAGE
  }

  /// Brings derived tables up to date after a program that knows nothing of them wrote.
  @FunctionalInterface
  public interface Reconciler {

    /// Called in the transaction of the first write after such a commit, before that write; may run
    /// twice. The indexes of every table of the schema have been brought up to date before.
    ///
    /// @param lastOwnVersion the last version that this library wrote, 0 if there is none
    void reconcile(Transaction transaction, long lastOwnVersion);
  }

  /// How far the building of an index is.
  ///
  /// @param index the name of the index
  /// @param done records that were looked at
  /// @param total records that there are
  public record IndexProgress(String index, long done, long total) {}

  /// 64 GiB.
  public static final long DEFAULT_QUOTA_BYTES = 64L << 30;

  /// The least that a quota can be.
  public static final long LEAST_QUOTA_BYTES = 1 << 16;

  /// @throws IllegalArgumentException if a number is out of its bounds
  public StoreOptions {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(recovery, "recovery");
    if (quotaBytes < LEAST_QUOTA_BYTES) {
      throw new IllegalArgumentException(
          "A quota of %d bytes is too small; give at least 65536.".formatted(quotaBytes));
    }
    if (initialMapBytes < 1 << 16 || initialMapBytes > quotaBytes) {
      throw new IllegalArgumentException(
          "The first map of %d bytes must have at least 65536 and at most the quota of %d."
              .formatted(initialMapBytes, quotaBytes));
    }
    if (maxReaders < 1) {
      throw new IllegalArgumentException("At least one reader slot is needed.");
    }
    if (viewAgeLimit.isNegative() || viewAgeLimit.isZero()) {
      throw new IllegalArgumentException("The age limit of views must be above zero.");
    }
  }

  /// For reading and writing, durable by LMDB itself, created where it is not there, up to 64 GiB.
  public static StoreOptions defaults() {
    return new StoreOptions(
        Mode.READ_WRITE,
        Durability.DIRECT,
        true,
        DEFAULT_QUOTA_BYTES,
        DEFAULT_QUOTA_BYTES,
        2048,
        Duration.ofMinutes(5),
        false,
        null,
        progress -> {},
        LogSettings.defaults(),
        KeepingProgress.NONE);
  }

  /// Only for reading; nothing is created.
  public static StoreOptions readOnly() {
    return defaults().withMode(Mode.READ_ONLY);
  }

  /// With another mode; the modes for reading create nothing.
  public StoreOptions withMode(Mode mode) {
    return with(
        copy -> {
          copy.mode = mode;
          copy.create = create && mode == Mode.READ_WRITE;
        });
  }

  /// With another durability.
  public StoreOptions withDurability(Durability durability) {
    return with(copy -> copy.durability = durability);
  }

  /// With or without creating a store where there is none.
  public StoreOptions withCreate(boolean create) {
    return with(copy -> copy.create = create);
  }

  /// With another quota, all of it mapped at first.
  public StoreOptions withQuotaBytes(long quotaBytes) {
    return with(
        copy -> {
          copy.quotaBytes = quotaBytes;
          copy.initialMapBytes = quotaBytes;
        });
  }

  /// With another size of the first map.
  public StoreOptions withInitialMapBytes(long initialMapBytes) {
    return with(copy -> copy.initialMapBytes = initialMapBytes);
  }

  /// With another number of reader slots.
  public StoreOptions withMaxReaders(int maxReaders) {
    return with(copy -> copy.maxReaders = maxReaders);
  }

  /// With another age limit of views, which then fail at their next use if `expire` is set.
  public StoreOptions withViewAgeLimit(Duration viewAgeLimit, boolean expire) {
    return with(
        copy -> {
          copy.viewAgeLimit = viewAgeLimit;
          copy.expireViews = expire;
        });
  }

  /// With a reconciler.
  public StoreOptions withReconciler(Reconciler reconciler) {
    return with(copy -> copy.reconciler = reconciler);
  }

  /// With a listener to the building of indexes.
  public StoreOptions withProgress(Consumer<IndexProgress> progress) {
    return with(copy -> copy.progress = progress);
  }

  /// With other settings of the logged engine.
  public StoreOptions withLog(LogSettings log) {
    return with(copy -> copy.log = log);
  }

  /// With a listener to the bringing in of a log.
  public StoreOptions withRecovery(KeepingProgress recovery) {
    return with(copy -> copy.recovery = recovery);
  }

  /// The same values, to change some of them.
  private static final class Copy {
    private Mode mode;
    private Durability durability;
    private boolean create;
    private long quotaBytes;
    private long initialMapBytes;
    private int maxReaders;
    private Duration viewAgeLimit;
    private boolean expireViews;
    private @Nullable Reconciler reconciler;
    private Consumer<IndexProgress> progress;
    private LogSettings log;
    private KeepingProgress recovery;

    Copy(StoreOptions from) {
      mode = from.mode;
      durability = from.durability;
      create = from.create;
      quotaBytes = from.quotaBytes;
      initialMapBytes = from.initialMapBytes;
      maxReaders = from.maxReaders;
      viewAgeLimit = from.viewAgeLimit;
      expireViews = from.expireViews;
      reconciler = from.reconciler;
      progress = from.progress;
      log = from.log;
      recovery = from.recovery;
    }

    StoreOptions made() {
      return new StoreOptions(
          mode,
          durability,
          create,
          quotaBytes,
          initialMapBytes,
          maxReaders,
          viewAgeLimit,
          expireViews,
          reconciler,
          progress,
          log,
          recovery);
    }
  }

  private StoreOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.made();
  }
}
