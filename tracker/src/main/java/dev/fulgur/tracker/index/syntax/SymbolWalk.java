package dev.fulgur.tracker.index.syntax;

import dev.fulgur.tracker.index.syntax.Grammar.Naming;
import dev.fulgur.tracker.index.syntax.Grammar.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;
import org.treesitter.TSTreeCursor;

/// Goes through the nodes of one tree that can hold symbols, and past all others.
final class SymbolWalk {

  /// How deep nodes are looked into.
  static final int MAX_DEPTH = 200;

  /// Kinds whose functions are methods.
  private static final Set<String> CLASSES =
      Set.of(
          "class",
          "interface",
          "struct",
          "enum",
          "record",
          "trait",
          "implementation",
          "object",
          "annotation",
          "union");

  /// A namespace that reaches to the end of its file.
  private static final String FILE_NAMESPACE = "file-namespace";

  /// Kinds of C declarations in which a struct or the like can stand.
  private static final Set<String> C_TYPES = Set.of("c-declaration", "c-field", "typedef");

  private final Grammar grammar;
  private final Nodes nodes;
  private final Lines lines;
  private final List<Symbol> symbols = new ArrayList<>();

  /// What the nodes that are looked at stand in.
  private record Container(@Nullable String name, @Nullable String kind) {
    static final Container NONE = new Container(null, null);
  }

  SymbolWalk(Grammar grammar, byte[] source, Lines lines) {
    this.grammar = grammar;
    this.nodes = new Nodes(grammar, source);
    this.lines = lines;
  }

  List<Symbol> walk(TSTreeCursor cursor) {
    children(cursor, Container.NONE, 0);
    return symbols;
  }

  private void children(TSTreeCursor cursor, Container container, int depth) {
    if (depth > MAX_DEPTH || !cursor.gotoFirstChild()) {
      return;
    }
    Container around = container;
    do {
      TSNode node = cursor.currentNode();
      int symbol = node.getSymbol();
      if (grammar.isError(symbol)) {
        children(cursor, around, depth + 1);
        continue;
      }
      Rule rule = grammar.rule(symbol);
      if (rule != null) {
        Container inside = rule.kind() == null ? around : found(node, rule, around, depth);
        if (FILE_NAMESPACE.equals(rule.kind()) && inside != null) {
          around = inside; // what stands in it comes behind it
        } else if (rule.inside() && inside != null) {
          children(cursor, inside, depth + 1);
        } else if (C_TYPES.contains(String.valueOf(rule.kind()))) {
          types(node, around, depth);
        }
      }
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }

  /// Structs and the like that stand in a C declaration.
  private void types(TSNode node, Container container, int depth) {
    TSNode type = Nodes.field(node, grammar.typeField);
    if (type != null) {
      Rule rule = grammar.rule(type.getSymbol());
      if (rule != null && rule.kind() != null) {
        boolean named = nodes.name(type, rule) != null;
        // A type without a name is known by what is declared with it.
        Container inside =
            named
                ? found(type, rule, container, depth)
                : new Container(nodes.text(nodes.declared(node)), rule.kind());
        if (rule.inside() && inside != null) {
          try (TSTreeCursor cursor = new TSTreeCursor(type)) {
            children(cursor, inside, depth + 1);
          }
        }
      }
    }
  }

  /// Takes a node as a symbol, if it is one, and answers what stands in it, null if nothing of
  /// interest.
  private @Nullable Container found(TSNode node, Rule rule, Container container, int depth) {
    String kind = rule.kind() == null ? "" : rule.kind();
    return switch (kind) {
      case "value" -> {
        value(node, rule, container, depth);
        yield null;
      }
      case "enum-constant" ->
          "enum".equals(container.kind())
              ? add(node, nodes.text(node), "constant", container)
              : null;
      case "python-constant" -> {
        String name = nodes.name(node, rule);
        yield name != null && isShouted(name) ? add(node, name, "constant", container) : null;
      }
      case "go-type" -> add(node, nodes.name(node, rule), nodes.goType(node), container);
      case "method" -> method(node, rule, container);
      case "c-declaration", "c-field" -> {
        cDeclaration(node, kind, container);
        yield null;
      }
      case "struct", "union", "enum", "class" -> {
        // Without a body it is only named.
        String name = nodes.name(node, rule);
        yield nodes.isReference(node) ? null : add(node, name, kind, container);
      }
      case "ruby-constant" -> {
        String name = nodes.name(node, rule);
        yield name != null && !name.isEmpty() && Character.isUpperCase(name.charAt(0))
            ? add(node, name, "constant", container)
            : null;
      }
      case FILE_NAMESPACE -> add(node, nodes.name(node, rule), "namespace", container);
      case "kotlin-class" -> add(node, nodes.name(node, rule), nodes.kotlinKind(node), container);
      case "function" -> function(node, nodes.name(node, rule), container);
      default -> {
        if (rule.naming() == Naming.DECLARATORS) {
          declarators(node, kind, container);
          yield null;
        }
        if (rule.naming() == Naming.CHILDREN) {
          each(node, rule, kind, container);
          yield null;
        }
        yield add(node, nodes.name(node, rule), kind, container);
      }
    };
  }

  private Container add(TSNode node, @Nullable String name, String kind, Container container) {
    if (name == null || name.isEmpty()) {
      return container;
    }
    int start = node.getStartByte();
    int end = node.getEndByte();
    symbols.add(
        new Symbol(
            name,
            kind,
            container.name(),
            lines.lineOf(start),
            lines.lineOf(Math.max(start, end - 1)),
            start,
            end - start));
    return new Container(name, kind);
  }

  /// A function, which is a method in a class, and in C++ also where its name says so.
  private Container function(TSNode node, @Nullable String name, Container container) {
    int scope = name == null ? -1 : endOfScope(name);
    if (name == null || scope < 0) {
      return add(node, name, isInClass(container) ? "method" : "function", container);
    }
    String type = name.substring(0, scope);
    int arguments = type.indexOf('<');
    type = arguments < 0 ? type : type.substring(0, arguments);
    type = type.substring(type.lastIndexOf(':') + 1).strip();
    return add(node, name.substring(scope + 2), "method", new Container(type, "class"));
  }

  private static boolean isInClass(Container container) {
    return container.kind() != null && CLASSES.contains(container.kind());
  }

  /// Where the last `::` stands that is not in the arguments of a template; -1 if there is none.
  private static int endOfScope(String name) {
    int found = -1;
    int open = 0;
    for (int i = 0; i + 1 < name.length(); i++) {
      switch (name.charAt(i)) {
        case '<' -> open++;
        case '>' -> open--;
        case ':' -> {
          if (open == 0 && name.charAt(i + 1) == ':') {
            found = i++;
          }
        }
        default -> {
          if (name.startsWith("operator", i)) {
            return found;
          }
        }
      }
    }
    return found;
  }

  /// Each child of the rule's types is a symbol.
  private void each(TSNode node, Rule rule, String kind, Container container) {
    int children = node.getNamedChildCount();
    for (int i = 0; i < children; i++) {
      TSNode child = node.getNamedChild(i);
      if (rule.types().contains(nodes.type(child))) {
        add(node, nodes.text(child), kind, container);
      }
    }
  }

  /// `const f = () => ..` is a function, and so is `exports.f = function ..`; objects are looked
  /// into, and other values are passed over.
  private void value(TSNode node, Rule rule, Container container, int depth) {
    TSNode value = Nodes.field(node, grammar.valueField);
    value = value == null ? Nodes.field(node, grammar.rightField) : value;
    String type = value == null ? "" : nodes.type(value);
    String name = nodes.name(node, rule);
    if (value == null || name == null) {
      return;
    }
    Container owner = owner(name, container);
    String member = name.substring(name.lastIndexOf('.') + 1);
    switch (type) {
      case "arrow_function", "function_expression", "generator_function" ->
          add(node, member, owner.kind() == null ? "function" : "method", owner);
      case "class" -> add(node, member, "class", owner);
      case "object" -> {
        if (depth < MAX_DEPTH) {
          try (TSTreeCursor cursor = new TSTreeCursor(value)) {
            children(cursor, new Container(member, "object"), depth + 1);
          }
        }
      }
      default -> {}
    }
  }

  /// What a value belongs to: `K.prototype.f` to K, `exports.f` to its module.
  private static Container owner(String name, Container container) {
    int dot = name.lastIndexOf('.');
    String of = dot < 0 ? "" : name.substring(0, dot);
    of = of.endsWith(".prototype") ? of.substring(0, of.length() - ".prototype".length()) : of;
    return switch (of) {
      case "" ->
          "object".equals(container.kind()) ? container : new Container(container.name(), null);
      case "exports", "module", "module.exports", "this" -> new Container(container.name(), null);
      default -> new Container(of, "object");
    };
  }

  private static boolean isShouted(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && !(c >= 'A' && c <= 'Z') && !(i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return !name.replace("_", "").isEmpty();
  }

  /// A method of Go stands beside its type and names it as its receiver.
  private Container method(TSNode node, Rule rule, Container container) {
    TSNode receiver = Nodes.field(node, grammar.receiverField);
    String text = receiver == null ? null : nodes.text(receiver);
    if (text == null) {
      return add(node, nodes.name(node, rule), "method", container);
    }
    int end = text.length();
    int bracket = text.indexOf('[');
    String type = text.substring(0, bracket > 0 ? bracket : end).replace(")", "").strip();
    int star =
        Math.max(type.lastIndexOf('*'), Math.max(type.lastIndexOf(' '), type.lastIndexOf('(')));
    return add(
        node, nodes.name(node, rule), "method", new Container(type.substring(star + 1), "struct"));
  }

  /// A declaration of C or C++: of a function, or in a class of a field.
  private void cDeclaration(TSNode node, String kind, Container container) {
    TSNode declarator = Nodes.field(node, grammar.declaratorField);
    if (declarator != null) {
      if (nodes.isFunction(declarator)) {
        String name = nodes.text(nodes.declared(node));
        add(node, name, isInClass(container) ? "method" : "declaration", container);
      } else if (kind.equals("c-field")) {
        int children = node.getNamedChildCount();
        for (int i = 0; i < children; i++) {
          TSNode child = node.getNamedChild(i);
          String type = nodes.type(child);
          if (type.endsWith("_declarator") || type.equals("field_identifier")) {
            add(node, nodes.text(nodes.endOf(child)), "field", container);
          }
        }
      }
    }
  }

  /// Fields of Java and C#, of which one declaration can hold several.
  private void declarators(TSNode node, String kind, Container container) {
    int children = node.getNamedChildCount();
    for (int i = 0; i < children; i++) {
      TSNode child = node.getNamedChild(i);
      switch (nodes.type(child)) {
        case "variable_declarator" -> add(node, nodes.nameOf(child), kind, container);
        case "variable_declaration" -> declarators(child, kind, container);
        default -> {}
      }
    }
  }
}
