package dev.fulgur.verification.fuzz;

import dev.fulgur.app.kv.KvScript;
import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.TemplateJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Any bytes as the lines of a batch that a command takes: steps of a transaction, and templates.
public final class BatchTarget {
  private BatchTarget() {}

  /// One run, as Jazzer calls it by name.
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Utf8Lines steps = lines(bytes);
    try {
      if (KvScript.of(steps).size() > steps.number()) {
        throw new IllegalStateException("more steps than lines");
      }
    } catch (IllegalArgumentException e) {
      expectMessage(e);
    }
    Utf8Lines templates = lines(bytes);
    while (templates.next()) {
      try {
        TemplateSpec _ = TemplateJson.read(templates.text(), "a line");
      } catch (IllegalArgumentException | PromptException e) {
        expectMessage(e);
      }
    }
  }

  private static Utf8Lines lines(byte[] bytes) {
    return Utf8Lines.of(new ByteArrayInputStream(bytes));
  }

  private static void expectMessage(RuntimeException e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new IllegalStateException("an error without a message", e);
    }
  }
}
