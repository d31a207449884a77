package dev.fulgur.jinja;

import dev.fulgur.jinja.compile.Unit;
import dev.fulgur.jinja.filters.BuiltInFilters;
import dev.fulgur.jinja.globals.BuiltInGlobals;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.NotFoundError;
import dev.fulgur.jinja.runtime.Values;
import dev.fulgur.jinja.tests.BuiltInTests;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compiles templates. Immutable, for any number of threads; one for an application will do.
///
/// ```java
/// JinjaEnvironment jinja =
///     JinjaEnvironment.builder().undefined(UndefinedKind.STRICT).trimBlocks(true).build();
/// Template letter = jinja.compile("Dear {{ name }},");
/// String text = letter.render(Map.of("name", "Ada"));
/// ```
///
/// What templates see of Java's values:
///
/// | Java | in a template |
/// |---|---|
/// | null | `None` |
/// | `Boolean` | `bool` |
/// | `Byte`, `Short`, `Integer`, `Long`, `BigInteger` | `int` |
/// | `Float`, `Double`, `BigDecimal` | `float` |
/// | `CharSequence`, `Character` | `str` |
/// | `List`, other `Iterable`s | `list` |
/// | `Object[]`, [dev.fulgur.jinja.runtime.PyTuple] | `tuple` |
/// | `Map` | `dict`, in the order of the map |
/// | `Set` | `set` |
/// | `byte[]` | `bytes` |
/// | `LocalDate`, `LocalDateTime`, `OffsetDateTime`, `ZonedDateTime`, `LocalTime` | dates, times |
/// | `Duration` | `timedelta` |
///
/// Anything else is refused: no attribute of a template ever reaches a Java object.
public final class JinjaEnvironment {

  private final JinjaEngine engine;
  private final Limits limits;

  private JinjaEnvironment(JinjaEngine engine, Limits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  /// An environment as Jinja2's is without options.
  public static Builder builder() {
    return new Builder();
  }

  /// Compiles a nameless template.
  ///
  /// @throws TemplateSyntaxException when the text is no template
  public Template compile(String text) {
    return compile(null, text);
  }

  /// Compiles a template.
  ///
  /// @param name what messages call it, or null
  /// @throws TemplateSyntaxException when the text is no template
  public Template compile(@Nullable String name, String text) {
    return new Template(engine, engine.compile(name, text), limits);
  }

  /// The template that the loader has under this name.
  ///
  /// @throws TemplateNotFoundException when it has none, or there is no loader
  /// @throws TemplateSyntaxException when its text is no template
  public Template template(String name) {
    Unit unit = engine.find(name);
    if (unit == null) {
      throw NotFoundError.one(name).toException();
    }
    return new Template(engine, unit, limits);
  }

  /// What a template asks of those who render it, without rendering it.
  ///
  /// @throws TemplateSyntaxException when the text is no template
  public Analysis analyze(String text) {
    return Analyzer.analyze(engine, engine.parse(null, text));
  }

  /// Collects the options of an environment. Not for several threads.
  public static final class Builder {

    private String blockStart = "{%";
    private String blockEnd = "%}";
    private String variableStart = "{{";
    private String variableEnd = "}}";
    private String commentStart = "{#";
    private String commentEnd = "#}";
    private boolean trimBlocks;
    private boolean lstripBlocks;
    private boolean keepTrailingNewline;
    private String newlineSequence = "\n";
    private @Nullable String lineStatementPrefix;
    private @Nullable String lineCommentPrefix;
    private boolean doTag;
    private boolean loopControls;
    private boolean autoescape;
    private UndefinedKind undefined = UndefinedKind.DEFAULT;
    private Limits limits = Limits.DEFAULT;
    private @Nullable TemplateLoader loader;
    private final Map<String, FilterFunction> filters = new HashMap<>(BuiltInFilters.ALL);
    private final Map<String, FilterFunction> tests = new HashMap<>(BuiltInTests.ALL);
    private final Map<String, Object> globals = new HashMap<>(BuiltInGlobals.ALL);

    private Builder() {}

    public Builder blockDelimiters(String start, String end) {
      blockStart = start;
      blockEnd = end;
      return this;
    }

    public Builder variableDelimiters(String start, String end) {
      variableStart = start;
      variableEnd = end;
      return this;
    }

    public Builder commentDelimiters(String start, String end) {
      commentStart = start;
      commentEnd = end;
      return this;
    }

    /// What starts a statement that is a whole line, and a comment to the end of a line; null for
    /// none.
    public Builder linePrefixes(@Nullable String statement, @Nullable String comment) {
      lineStatementPrefix = statement;
      lineCommentPrefix = comment;
      return this;
    }

    /// Drops the first line break after a block tag.
    public Builder trimBlocks(boolean on) {
      trimBlocks = on;
      return this;
    }

    /// Drops the white space before a block tag that starts its line.
    public Builder lstripBlocks(boolean on) {
      lstripBlocks = on;
      return this;
    }

    /// Keeps the last line break of a template.
    public Builder keepTrailingNewline(boolean on) {
      keepTrailingNewline = on;
      return this;
    }

    /// What every line break of a template becomes: `\n`, `\r\n` or `\r`.
    public Builder newlineSequence(String sequence) {
      newlineSequence = sequence;
      return this;
    }

    /// The tag `do`, which evaluates and prints nothing.
    public Builder doTag(boolean on) {
      doTag = on;
      return this;
    }

    /// The tags `break` and `continue`.
    public Builder loopControls(boolean on) {
      loopControls = on;
      return this;
    }

    /// Escapes output for HTML unless it is marked as safe.
    public Builder autoescape(boolean on) {
      autoescape = on;
      return this;
    }

    public Builder undefined(UndefinedKind kind) {
      undefined = kind;
      return this;
    }

    public Builder limits(Limits allowed) {
      limits = allowed;
      return this;
    }

    public Builder loader(TemplateLoader templates) {
      loader = templates;
      return this;
    }

    /// A filter, which replaces the one that has its name.
    public Builder filter(String name, HostFunction function) {
      filters.put(name, HostFunctions.filter(name, function));
      return this;
    }

    /// A test, which replaces the one that has its name.
    public Builder test(String name, HostFunction function) {
      tests.put(name, HostFunctions.test(name, function));
      return this;
    }

    /// A global function, which replaces the global that has its name.
    public Builder function(String name, HostFunction function) {
      globals.put(name, HostFunctions.global(name, function));
      return this;
    }

    /// A global value, which replaces the global that has its name.
    public Builder global(String name, @Nullable Object value) {
      globals.put(name, Values.of(value));
      return this;
    }

    /// The filters that prompts are written with: see [PromptFilters].
    public Builder promptFilters() {
      filters.putAll(PromptFilters.ALL);
      return this;
    }

    /// The environment with these options.
    ///
    /// @throws IllegalArgumentException when options contradict each other
    public JinjaEnvironment build() {
      Syntax syntax =
          new Syntax(
              blockStart,
              blockEnd,
              variableStart,
              variableEnd,
              commentStart,
              commentEnd,
              trimBlocks,
              lstripBlocks,
              keepTrailingNewline,
              newlineSequence,
              lineStatementPrefix,
              lineCommentPrefix,
              doTag,
              loopControls,
              autoescape);
      return new JinjaEnvironment(
          new JinjaEngine(syntax, undefined, filters, tests, globals, loader), limits);
    }
  }
}
