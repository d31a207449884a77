package dev.fulgur.app.cli;

import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.Targets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How verbs show moves of labels.
final class Moves {

  private Moves() {}

  static Map<String, @Nullable Object> json(String id, String label, LabelMove move) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", id);
    fields.put("label", label);
    fields.put("move", move.sequence());
    fields.put("kind", move.kind().word());
    fields.put("versions", shares(move.targets()));
    fields.put("time", move.time().toString());
    fields.put("author", move.author());
    fields.put("message", move.message());
    fields.put("release", move.release());
    return fields;
  }

  private static List<Map<String, ?>> shares(@Nullable Targets targets) {
    if (targets == null) {
      return List.of();
    }
    return targets.shares().stream()
        .<Map<String, ?>>map(
            share -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("version", share.version());
              fields.put("percent", (long) share.percent());
              return fields;
            })
        .toList();
  }

  static String targets(LabelMove move) {
    return move.targets() == null ? "-" : Text.oneLine(move.targets().toString(), 60);
  }

  /// A time for people, in UTC to the second.
  static String time(@Nullable Instant time) {
    return time == null
        ? "unknown"
        : time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  static String text(@Nullable String text, int width) {
    return text == null ? "" : Text.oneLine(text, width);
  }
}
