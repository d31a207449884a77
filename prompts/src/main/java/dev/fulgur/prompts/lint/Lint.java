package dev.fulgur.prompts.lint;

import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RenderException;
import dev.fulgur.prompts.TemplateFile;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.prompts.vault.InputUsage;
import dev.fulgur.prompts.vault.Renderer;
import dev.fulgur.prompts.yaml.YamlException;
import dev.fulgur.store.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks every template of a registry: that it parses, uses only inputs that it declares, and uses
/// those that it declares. Of a folder also that every file is a template that can be stored, and
/// that no two name one id.
public final class Lint {
  private static final int PAGE = 1_000;

  private final Registry registry;
  private final Renderer renderer;
  private final List<Finding> findings = new ArrayList<>();
  private int checked;

  private Lint(Registry registry) {
    this.registry = registry;
    this.renderer = Renderer.of(registry);
  }

  /// What a look through a registry found.
  ///
  /// @param checked how many templates were looked at
  /// @param findings what is wrong, in the order of paths and lines
  public record Report(int checked, List<Finding> findings) {}

  /// Looks through a registry.
  ///
  /// @throws PromptException.Unreadable if it is a folder that cannot be read
  public static Report of(Registry registry) {
    Lint lint = new Lint(registry);
    if (registry instanceof YamlRegistry folder) {
      lint.files(folder);
    } else {
      lint.records();
    }
    return new Report(lint.checked, List.copyOf(lint.findings));
  }

  private void files(YamlRegistry folder) {
    Map<String, String> takenBy = new HashMap<>();
    for (TemplateFile file : folder.files()) {
      checked++;
      TemplateSpec spec = file.spec();
      String reason = file.reason();
      String id = file.id() instanceof String text ? text : null;
      if (reason != null) {
        findings.add(new Finding(file.path(), line(file.failure()), id, reason));
      }
      if (spec == null) {
        continue;
      }
      String taken = takenBy.putIfAbsent(spec.id(), file.path());
      if (taken != null) {
        findings.add(
            new Finding(file.path(), 1, spec.id(), "names the id of " + taken + ", which counts"));
      }
      SourceLines lines = new SourceLines(read(file));
      check(spec, file.path(), lines);
    }
  }

  private static int line(@Nullable RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof YamlException yaml) {
        return yaml.line();
      }
    }
    return 1;
  }

  private static List<String> read(TemplateFile file) {
    try {
      String text = new String(Files.readAllBytes(file.file()), StandardCharsets.UTF_8);
      return text.lines().toList();
    } catch (IOException _) {
      return List.of(); // gone since it was scanned: its problems stand without lines
    }
  }

  private void records() {
    Range<String> rest = Range.all();
    while (true) {
      List<TemplateSpec> page = registry.list(rest, PAGE);
      for (TemplateSpec spec : page) {
        checked++;
        check(spec, spec.id(), null);
      }
      if (page.size() < PAGE) {
        return;
      }
      rest = rest.beyond(page.getLast().id());
    }
  }

  private void check(TemplateSpec spec, String path, @Nullable SourceLines lines) {
    InputUsage usage;
    try {
      renderer.compile(spec);
      usage = InputUsage.of(spec, renderer, registry);
    } catch (RenderException e) {
      int line = lines == null ? e.line() : lines.ofTemplate(Math.max(1, e.line()));
      String where = e.id().equals(spec.id()) ? "" : " (in " + e.id() + ")";
      findings.add(new Finding(path, line, spec.id(), e.reason() + where));
      return;
    }
    List<Finding> found = new ArrayList<>();
    for (String name : usage.undeclared()) {
      int inTemplate = SourceLines.ofName(spec.template(), name);
      int line = lines == null ? inTemplate : lines.ofTemplate(inTemplate);
      found.add(
          new Finding(path, line, spec.id(), "uses '" + name + "', which is no declared input"));
    }
    for (String name : usage.unused()) {
      int line = lines == null ? 0 : lines.ofInput(name);
      found.add(new Finding(path, line, spec.id(), "declares '" + name + "' and does not use it"));
    }
    found.sort(Comparator.comparingInt(Finding::line));
    findings.addAll(found);
  }
}
