package dev.fulgur.jinja;

import dev.fulgur.jinja.compile.Compiler;
import dev.fulgur.jinja.compile.Templates;
import dev.fulgur.jinja.compile.Unit;
import dev.fulgur.jinja.globals.BuiltInGlobals;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.LimitError;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.runtime.Suggestions;
import dev.fulgur.jinja.syntax.Parser;
import dev.fulgur.jinja.syntax.Tree;
import dev.fulgur.jinja.tests.BuiltInTests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The inside of an environment: what compiled templates ask it.
final class JinjaEngine implements Templates {

  private static final int MAX_CACHED = 400;

  private final Syntax syntax;
  private final UndefinedKind undefinedKind;
  private final Map<String, FilterFunction> filters;
  private final Map<String, FilterFunction> tests;
  private final Map<String, Object> globals;
  private final @Nullable TemplateLoader loader;
  private final ConcurrentHashMap<String, Loaded> cache = new ConcurrentHashMap<>();

  /// A template as it was loaded last.
  private record Loaded(TemplateSource source, Unit unit) {}

  JinjaEngine(
      Syntax syntax,
      UndefinedKind undefinedKind,
      Map<String, FilterFunction> filters,
      Map<String, FilterFunction> tests,
      Map<String, Object> globals,
      @Nullable TemplateLoader loader) {
    this.syntax = syntax;
    this.undefinedKind = undefinedKind;
    this.filters = Map.copyOf(filters);
    this.tests = Map.copyOf(tests);
    this.globals = Map.copyOf(globals);
    this.loader = loader;
  }

  Tree parse(@Nullable String name, String text) {
    return Parser.parse(Source.of(name, text, syntax.keepTrailingNewline()), syntax);
  }

  Unit compile(@Nullable String name, String text) {
    try {
      return Compiler.compile(parse(name, text), this, syntax.autoescape());
    } catch (StackOverflowError e) {
      // The depth of what is parsed is bounded; a thread may still have less stack than that.
      throw new TemplateSyntaxException(
          "TemplateSyntaxError",
          "nested too deeply for the stack of this thread",
          new Location(name, 1, 1, ""));
    }
  }

  Syntax syntax() {
    return syntax;
  }

  boolean isGlobal(String name) {
    return globals.containsKey(name);
  }

  @Override
  public UndefinedKind undefinedKind() {
    return undefinedKind;
  }

  @Override
  public @Nullable FilterFunction filter(String name) {
    return filters.get(name);
  }

  @Override
  public @Nullable FilterFunction test(String name) {
    return tests.get(name);
  }

  @Override
  public boolean isBuiltInTest(String name, FilterFunction test) {
    return test.equals(BuiltInTests.ALL.get(name));
  }

  @Override
  public String unknown(String kind, String name, String end) {
    String message = "No " + kind + " named " + Repr.text(name) + end;
    String close =
        Suggestions.closest(name, kind.equals("filter") ? filters.keySet() : tests.keySet());
    return close == null ? message : message + " Did you mean '" + close + "'?";
  }

  @Override
  public @Nullable Object global(String name) {
    return globals.get(name);
  }

  @Override
  public String newline() {
    return syntax.newlineSequence();
  }

  @Override
  public boolean hasLoader() {
    return loader != null;
  }

  @Override
  public @Nullable Unit find(String name) {
    TemplateSource source = loader == null ? null : loader.load(name);
    if (source == null) {
      return null;
    }
    Loaded known = cache.get(name);
    if (known != null && known.source.equals(source)) {
      return known.unit;
    }
    Unit unit = compile(source.name(), source.text());
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    cache.put(name, new Loaded(source, unit));
    return unit;
  }

  /// An error as the host sees it, with a suggestion where a name is close to one that is there.
  JinjaException explain(RenderError error, Map<String, ?> inputs) {
    if (error instanceof LimitError || !(error instanceof PyError e)) {
      return error.toException();
    }
    String name = e.missingName();
    if (name == null) {
      return e.toException();
    }
    List<String> known = new ArrayList<>();
    addText(known, inputs.keySet());
    addText(known, BuiltInGlobals.ALL.keySet());
    addText(known, globals.keySet());
    String close = Suggestions.closest(name, known);
    return close == null ? e.toException() : e.toException("; did you mean '" + close + "'?");
  }

  private static void addText(List<String> to, Collection<?> names) {
    if (names.size() <= 1000) {
      for (Object name : names) {
        if (name instanceof String s) {
          to.add(s);
        }
      }
    }
  }
}
