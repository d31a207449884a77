package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.LogHealth;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a log and its recovery are shown.
final class KvHealth {

  private KvHealth() {}

  /// What opening had to do after a crash.
  static String sentence(LogHealth.Recovery recovery) {
    return "Recovered after a crash: %s brought in, %s of an unfinished write cut away, in %s."
        .formatted(
            Text.count(recovery.committed(), "transaction"),
            Terminal.size(recovery.truncatedBytes()),
            Terminal.duration(recovery.duration().toNanos()));
  }

  static void print(Terminal terminal, LogHealth log) {
    terminal.line("log            " + Terminal.size(log.logBytes()));
    terminal.line(
        "commits        %s published, %s on disk, %s checkpointed"
            .formatted(
                Terminal.number(log.publishedSequence()),
                Terminal.number(log.forcedSequence()),
                Terminal.number(log.appliedSequence())));
    terminal.line(
        "queue          %s of %s"
            .formatted(Terminal.number(log.queueDepth()), Terminal.number(log.queueCapacity())));
    terminal.line(
        "last sync      "
            + (log.forces() == 0
                ? "none since it was opened"
                : "took " + Terminal.duration(log.lastForce().toNanos())));
    terminal.line(
        "checkpoint     "
            + Terminal.duration(log.sinceCheckpoint().toNanos())
            + " ago, or when it was opened");
    terminal.line("in memory      " + Terminal.size(log.overlayBytes()));
    terminal.line(
        "disk free      " + (log.diskFreeBytes() < 0 ? "?" : Terminal.size(log.diskFreeBytes())));
    if (log.poison() != null) {
      terminal.error("Nothing is written any more: " + log.poison());
    }
    if (log.checkpointFailure() != null) {
      terminal.error("The last checkpoint failed: " + log.checkpointFailure());
    }
  }

  static void print(Terminal terminal, LogHealth.Recovery recovery) {
    terminal.line("frames         " + Terminal.number(recovery.frames()));
    terminal.line("brought in     " + Text.count(recovery.committed(), "transaction"));
    terminal.line(
        "torn tail      "
            + (recovery.truncatedBytes() == 0
                ? "none"
                : Terminal.size(recovery.truncatedBytes())
                    + " cut away, "
                    + Terminal.number(recovery.discarded())
                    + " frames of it whole"));
    terminal.line("read           " + Terminal.size(recovery.bytes()));
    terminal.line("took           " + Terminal.duration(recovery.duration().toNanos()));
  }

  static Map<String, @Nullable Object> json(LogHealth log) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("log_bytes", log.logBytes());
    object.put("published", log.publishedSequence());
    object.put("forced", log.forcedSequence());
    object.put("checkpointed", log.appliedSequence());
    object.put("queue_depth", (long) log.queueDepth());
    object.put("queue_capacity", (long) log.queueCapacity());
    object.put("forces", log.forces());
    object.put("last_force_ns", log.lastForce().toNanos());
    object.put("since_checkpoint_ns", log.sinceCheckpoint().toNanos());
    object.put("overlay_bytes", log.overlayBytes());
    object.put("disk_free_bytes", log.diskFreeBytes());
    object.put("poison", log.poison());
    object.put("checkpoint_failure", log.checkpointFailure());
    return object;
  }

  static Map<String, @Nullable Object> json(LogHealth.Recovery recovery) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("frames", recovery.frames());
    object.put("committed", recovery.committed());
    object.put("discarded", recovery.discarded());
    object.put("bytes", recovery.bytes());
    object.put("truncated_bytes", recovery.truncatedBytes());
    object.put("duration_ns", recovery.duration().toNanos());
    return object;
  }
}
