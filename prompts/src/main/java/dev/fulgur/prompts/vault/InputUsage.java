package dev.fulgur.prompts.vault;

import dev.fulgur.jinja.Analysis;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.RenderException;
import dev.fulgur.prompts.TemplateSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which inputs a template declares, which it uses, and where they differ.
///
/// @param declared the names that it declares, in order
/// @param used the names that it takes from outside, sorted
/// @param undeclared the names that it uses and does not declare: a render of them fails, since
///   what is not declared is dropped
/// @param unused the names that it declares, and that neither it nor a template that it includes or
///   extends uses; empty where it names templates by expressions
public record InputUsage(
    Set<String> declared, Set<String> used, Set<String> undeclared, Set<String> unused) {

  /// Looks through a template.
  ///
  /// @param registry where the templates are that it names, or null for none
  /// @throws RenderException if it does not parse
  public static InputUsage of(TemplateSpec spec, Renderer renderer, @Nullable Registry registry) {
    Analysis analysis = renderer.analyze(spec);
    Set<String> declared = new LinkedHashSet<>(spec.inputs().keySet());
    Set<String> undeclared = new TreeSet<>(analysis.variables());
    undeclared.removeAll(declared);
    Set<String> unused = new LinkedHashSet<>(declared);
    if (!dropUsed(unused, analysis, renderer, registry)) {
      unused.clear();
    }
    return new InputUsage(declared, analysis.variables(), undeclared, unused);
  }

  /// @return whether all templates could be looked at
  private static boolean dropUsed(
      Set<String> unused, Analysis first, Renderer renderer, @Nullable Registry registry) {
    Set<String> seen = new HashSet<>();
    Deque<Analysis> open = new ArrayDeque<>();
    open.add(first);
    boolean whole = true;
    while (!open.isEmpty()) {
      Analysis analysis = open.remove();
      unused.removeAll(analysis.variables());
      whole &= !analysis.dynamicTemplates();
      for (String id : analysis.templates()) {
        TemplateSpec named = registry == null ? null : registry.findReference(id, null);
        if (named == null) {
          whole = false;
        } else if (seen.add(id)) {
          open.add(renderer.analyze(named));
        }
      }
    }
    return whole;
  }
}
