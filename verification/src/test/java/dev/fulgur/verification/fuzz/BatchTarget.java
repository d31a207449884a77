package dev.fulgur.verification.fuzz;

import dev.fulgur.app.kv.KvScript;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.TemplateJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Any bytes as the lines of a batch that a command takes: steps of a transaction, and templates.
public final class BatchTarget {
  private BatchTarget() {}

  /// One run, as Jazzer calls it by name.
  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    try {
      if (KvScript.of(lines).size() > lines.size()) {
        throw new IllegalStateException("more steps than lines");
      }
    } catch (IllegalArgumentException e) {
      expectMessage(e);
    }
    for (String line : lines) {
      try {
        TemplateSpec _ = TemplateJson.read(line, "a line");
      } catch (PromptException e) {
        expectMessage(e);
      }
    }
  }

  private static void expectMessage(RuntimeException e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new IllegalStateException("an error without a message", e);
    }
  }
}
