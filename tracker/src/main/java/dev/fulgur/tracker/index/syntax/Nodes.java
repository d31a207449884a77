package dev.fulgur.tracker.index.syntax;

import dev.fulgur.tracker.index.syntax.Grammar.Rule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;

/// What single nodes of one source say: their names, their texts, what they declare.
final class Nodes {
  private static final int MAX_NAME_CHARS = 300;
  private static final int MAX_DECLARATORS = 20;

  private final Grammar grammar;
  private final byte[] source;

  Nodes(Grammar grammar, byte[] source) {
    this.grammar = grammar;
    this.source = source;
  }

  String type(TSNode node) {
    return grammar.typeName(node.getSymbol());
  }

  /// The name that a rule gives a node; null if it gives none.
  @Nullable String name(TSNode node, Rule rule) {
    return switch (rule.naming()) {
      case NONE, DECLARATORS, CHILDREN -> null;
      case FIELD -> text(field(node, rule.field()));
      case SELF -> text(node);
      case CHILD -> {
        TSNode child = child(node, rule.types());
        // A property's declaration can hold its type as well.
        TSNode inner =
            child != null && type(child).equals("variable_declaration")
                ? child(child, List.of("simple_identifier"))
                : null;
        yield text(inner == null ? child : inner);
      }
      case DECLARATOR -> text(declared(node));
    };
  }

  /// What a type of Go is.
  String goType(TSNode node) {
    TSNode type = field(node, grammar.typeField);
    return switch (type == null ? "" : type(type)) {
      case "struct_type" -> "struct";
      case "interface_type" -> "interface";
      default -> "type";
    };
  }

  /// Whether a struct, class or enum of C or C++ has no body; other languages have no such nodes.
  boolean isReference(TSNode node) {
    String type = type(node);
    if (!type.endsWith("_specifier")) {
      return false;
    }
    int children = node.getNamedChildCount();
    for (int i = 0; i < children; i++) {
      String child = grammar.typeName(node.getNamedChild(i).getSymbol());
      if (child.endsWith("_list")) {
        return false;
      }
    }
    return true;
  }

  /// What a class of Kotlin is.
  String kotlinKind(TSNode node) {
    int children = Math.min(node.getChildCount(), 8);
    for (int i = 0; i < children; i++) {
      switch (grammar.typeName(node.getChild(i).getSymbol())) {
        case "interface" -> {
          return "interface";
        }
        case "enum" -> {
          return "enum";
        }
        default -> {}
      }
    }
    return "class";
  }

  /// The name that a declarator of Java or C# has.
  @Nullable String nameOf(TSNode declarator) {
    TSNode name = field(declarator, grammar.nameField);
    return text(name == null ? child(declarator, List.of("identifier")) : name);
  }

  /// What a chain of declarators declares.
  @Nullable TSNode declared(TSNode node) {
    return endOf(field(node, grammar.declaratorField));
  }

  /// The end of a chain of declarators.
  @Nullable TSNode endOf(@Nullable TSNode declarator) {
    TSNode at = declarator;
    for (int i = 0; i < MAX_DECLARATORS && at != null; i++) {
      TSNode next = field(at, grammar.declaratorField);
      if (next == null) {
        TSNode inner =
            child(
                at,
                List.of(
                    "identifier",
                    "field_identifier",
                    "function_declarator",
                    "pointer_declarator",
                    "parenthesized_declarator"));
        String type = type(at);
        if (inner == null || type.endsWith("identifier") || type.endsWith("_name")) {
          return at;
        }
        next = inner;
      }
      at = next;
    }
    return at;
  }

  /// Whether a chain of declarators of C declares a function.
  boolean isFunction(TSNode declarator) {
    TSNode at = declarator;
    for (int i = 0; i < MAX_DECLARATORS && at != null; i++) {
      if (type(at).equals("function_declarator")) {
        return true;
      }
      at = field(at, grammar.declaratorField);
    }
    return false;
  }

  private @Nullable TSNode child(TSNode node, List<String> types) {
    int children = node.getChildCount();
    for (int i = 0; i < children; i++) {
      TSNode child = node.getChild(i);
      if (types.contains(type(child))) {
        return child;
      }
    }
    return null;
  }

  static @Nullable TSNode field(TSNode node, int field) {
    if (field == 0) {
      return null;
    }
    TSNode child = node.getChildByFieldId(field);
    return child == null || child.isNull() ? null : child;
  }

  /// The text of a node on one line.
  @Nullable String text(@Nullable TSNode node) {
    if (node == null) {
      return null;
    }
    int start = node.getStartByte();
    int length = Math.min(node.getEndByte() - start, 4 * MAX_NAME_CHARS);
    String text = new String(source, start, Math.max(length, 0), StandardCharsets.UTF_8);
    if (text.indexOf('\n') >= 0 || text.indexOf('\t') >= 0) {
      text = String.join(" ", List.of(text.strip().split("\\s+", -1)));
    }
    if (text.length() > MAX_NAME_CHARS) {
      int cut = Character.isHighSurrogate(text.charAt(MAX_NAME_CHARS - 1)) ? 1 : 0;
      text = text.substring(0, MAX_NAME_CHARS - cut);
    }
    return text;
  }
}
