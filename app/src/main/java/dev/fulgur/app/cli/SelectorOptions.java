package dev.fulgur.app.cli;

import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which of the versions that a label may name: by time, and by key where it has weights.
final class SelectorOptions {

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "What the label named then: 2026-03-01 or 2026-03-01T09:00:00Z.")
  private @Nullable String asOf;

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description =
          "Choose among the weighted versions of a label, the same one for the same text (default: the heaviest).")
  private @Nullable String key;

  @Nullable String key() {
    return key;
  }

  /// The template that a reference names.
  TemplateSpec load(Registry registry, String reference) {
    if (asOf == null) {
      return registry.loadReference(reference, key);
    }
    int at = reference.lastIndexOf('@');
    if (at <= 0) {
      throw new CommandFailed("--as-of asks what a label said; write ID@LABEL.");
    }
    return registry
        .labels()
        .loadAsOf(reference.substring(0, at), reference.substring(at + 1), time(asOf), key);
  }

  /// The label that a reference went by, or null.
  @Nullable String label(String reference, TemplateSpec spec) {
    int at = reference.lastIndexOf('@');
    String selector = reference.substring(at + 1);
    return at <= 0 || spec.id().equals(reference) || spec.version().equals(selector)
        ? null
        : selector;
  }

  /// A day is meant to its end.
  private static Instant time(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text)
              .plusDays(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant()
              .minusMillis(1)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new CommandFailed(
          "'" + Text.oneLine(text, 40) + "' is no time; write 2026-03-01 or 2026-03-01T09:00:00Z.");
    }
  }
}
