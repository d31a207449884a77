package dev.fulgur.tracker.index.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;

/// A tree-sitter grammar and the rules by which its nodes are symbols; the rules stand in
/// `symbols.rules`.
final class Grammar {

  /// How the name of a node is found.
  enum Naming {
    /// It has none.
    NONE,
    /// It is the text of the node's field.
    FIELD,
    /// It is the text of the node itself.
    SELF,
    /// It is the text of the first child of one of some types.
    CHILD,
    /// Each child of one of some types is one.
    CHILDREN,
    /// It is the text at the end of a chain of declarators.
    DECLARATOR,
    /// Each child that is a declarator has one.
    DECLARATORS
  }

  /// What becomes of a node.
  ///
  /// @param kind the kind of the symbol, or null if the node is only looked into
  /// @param naming how its name is found
  /// @param field the number of the field for [Naming#FIELD]
  /// @param types the types of children for [Naming#CHILD] and [Naming#CHILDREN]
  /// @param inside whether the node is looked into
  record Rule(
      @Nullable String kind, Naming naming, int field, List<String> types, boolean inside) {}

  final TSLanguage language;
  final int declaratorField;
  final int nameField;
  final int valueField;
  final int typeField;
  final int receiverField;
  final int rightField;
  private final @Nullable Rule[] rules;
  private final String[] names;

  Grammar(Language which, TSLanguage language) {
    this.language = language;
    Map<String, Rule> byType = read(which.name().toLowerCase(Locale.ROOT), language);
    int count = language.symbolCount();
    rules = new Rule[count];
    names = new String[count];
    for (int symbol = 0; symbol < count; symbol++) {
      String name = String.valueOf(language.symbolName(symbol));
      names[symbol] = name;
      rules[symbol] = byType.remove(name);
      if (rules[symbol] != null) {
        // Several symbols may share a name.
        byType.put(name, rules[symbol]);
      }
    }
    declaratorField = field(language, "declarator");
    nameField = field(language, "name");
    valueField = field(language, "value");
    typeField = field(language, "type");
    receiverField = field(language, "receiver");
    rightField = field(language, "right");
  }

  /// The number of a field, 0 if the grammar has none of the name.
  private static int field(TSLanguage language, String name) {
    return language.fieldIdForName(name);
  }

  /// The rule for nodes of a symbol, or null if they are passed over.
  @Nullable Rule rule(int symbol) {
    return symbol < rules.length ? rules[symbol] : null;
  }

  /// Whether nodes of this symbol are errors.
  boolean isError(int symbol) {
    return symbol >= rules.length;
  }

  String typeName(int symbol) {
    return symbol < names.length ? names[symbol] : "ERROR";
  }

  private static Map<String, Rule> read(String language, TSLanguage grammar) {
    Map<String, Rule> rules = new HashMap<>();
    for (String line : text().split("\n", -1)) {
      String[] parts = line.strip().split("\\s+", -1);
      if (line.isBlank() || line.startsWith("#") || !applies(parts[0], language)) {
        continue;
      }
      boolean inside = parts[2].endsWith("+") || parts[2].equals("-");
      String kind = parts[2].equals("-") ? null : parts[2].replace("+", "");
      for (String type : parts[1].split(",", -1)) {
        rules.put(type, rule(kind, parts[3], inside, grammar));
      }
    }
    return rules;
  }

  private static boolean applies(String languages, String language) {
    return List.of(languages.split(",", -1)).contains(language);
  }

  private static Rule rule(
      @Nullable String kind, String naming, boolean inside, TSLanguage grammar) {
    return switch (naming) {
      case "-" -> new Rule(kind, Naming.NONE, 0, List.of(), inside);
      case "self" -> new Rule(kind, Naming.SELF, 0, List.of(), inside);
      case "declarator" -> new Rule(kind, Naming.DECLARATOR, 0, List.of(), inside);
      case "declarators" -> new Rule(kind, Naming.DECLARATORS, 0, List.of(), inside);
      default ->
          naming.startsWith("child:")
              ? new Rule(kind, Naming.CHILD, 0, types(naming), inside)
              : naming.startsWith("children:")
                  ? new Rule(kind, Naming.CHILDREN, 0, types(naming), inside)
                  : new Rule(kind, Naming.FIELD, field(grammar, naming), List.of(), inside);
    };
  }

  private static List<String> types(String naming) {
    return List.of(naming.substring(naming.indexOf(':') + 1).split(",", -1));
  }

  private static String text() {
    try (InputStream in = Grammar.class.getResourceAsStream("symbols.rules")) {
      if (in == null) {
        throw new IllegalStateException("symbols.rules is missing from the jar; build it again.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
