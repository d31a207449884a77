package dev.fulgur.prompts;

import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.JinjaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The templates that a template includes, imports or extends, by references such as
/// `other-id@label`, and those that these do.
///
/// Only names that stand in the text in so many words are known; one that is computed is looked up
/// when it is rendered.
public final class Includes {
  private static final JinjaEnvironment PLAIN = JinjaEnvironment.builder().promptFilters().build();

  private Includes() {}

  /// Whether the text may name other templates, found out without parsing it.
  public static boolean mayHave(String text) {
    return text.contains("{%")
        && (text.contains("include") || text.contains("import") || text.contains("extends"));
  }

  /// Whether two versions are found by the same terms for sure.
  static boolean sameTerms(TemplateSpec left, TemplateSpec right) {
    return left.template().equals(right.template())
        && java.util.Objects.equals(left.description(), right.description())
        && left.inputs().equals(right.inputs())
        && left.metadata().equals(right.metadata());
  }

  /// The references in a text; none where it does not parse.
  public static List<String> names(String text) {
    if (!mayHave(text)) {
      return List.of();
    }
    try {
      return PLAIN.analyze(text).templates();
    } catch (JinjaException e) {
      return List.of(); // a render says what is wrong
    }
  }

  /// Everything that a template names, directly or not, by reference; what is not there is left
  /// out.
  ///
  /// @param find the template of a reference, or null
  /// @throws PromptException.IncludeCycle if a version would come to include itself
  public static Map<String, TemplateSpec> of(
      TemplateSpec root, Function<String, ? extends @Nullable TemplateSpec> find) {
    Walk walk = new Walk(find);
    walk.enter(root, root.id());
    return walk.found;
  }

  /// The line of a text that names a template.
  private static int line(String text, String reference) {
    int at = text.indexOf('\'' + reference + '\'');
    if (at < 0) {
      at = text.indexOf('"' + reference + '"');
    }
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }

  private static final class Walk {
    private final Function<String, ? extends @Nullable TemplateSpec> find;
    private final Map<String, TemplateSpec> found = new LinkedHashMap<>();
    private final List<VersionKey> path = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Set<VersionKey> done = new HashSet<>();

    Walk(Function<String, ? extends @Nullable TemplateSpec> find) {
      this.find = find;
    }

    private void enter(TemplateSpec spec, String name) {
      VersionKey key = new VersionKey(spec.id(), spec.version());
      int at = path.indexOf(key);
      names.add(name);
      if (at >= 0) {
        throw new PromptException.IncludeCycle(
            names.subList(at, names.size()), line(texts.getLast(), name));
      }
      if (done.contains(key)) {
        names.removeLast();
        return;
      }
      path.add(key);
      texts.add(spec.template());
      for (String reference : names(spec.template())) {
        TemplateSpec named = found.get(reference);
        if (named == null) {
          named = find.apply(reference);
        }
        if (named != null) {
          found.put(reference, named);
          enter(named, reference);
        }
      }
      path.removeLast();
      texts.removeLast();
      names.removeLast();
      done.add(key);
    }
  }
}
