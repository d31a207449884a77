package dev.fulgur.jinja.syntax;

import org.jspecify.annotations.Nullable;

/// The kinds of tokens. The text is what an error message calls the kind.
public enum Kind {
  ADD("+"),
  SUB("-"),
  MUL("*"),
  DIV("/"),
  FLOORDIV("//"),
  MOD("%"),
  POW("**"),
  TILDE("~"),
  LBRACKET("["),
  RBRACKET("]"),
  LPAREN("("),
  RPAREN(")"),
  LBRACE("{"),
  RBRACE("}"),
  EQ("=="),
  NE("!="),
  GT(">"),
  GTEQ(">="),
  LT("<"),
  LTEQ("<="),
  ASSIGN("="),
  DOT("."),
  COLON(":"),
  PIPE("|"),
  COMMA(","),
  SEMICOLON(";"),
  NAME("name"),
  STRING("string"),
  INTEGER("integer"),
  FLOAT("float"),
  DATA("template data / text"),
  BLOCK_BEGIN("begin of statement block"),
  BLOCK_END("end of statement block"),
  VARIABLE_BEGIN("begin of print statement"),
  VARIABLE_END("end of print statement"),
  EOF("end of template");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /// The operator that starts with `c`, where `next` follows it, or null.
  static @Nullable Kind operator(char c, char next) {
    return switch (c) {
      case '+' -> ADD;
      case '-' -> SUB;
      case '*' -> next == '*' ? POW : MUL;
      case '/' -> next == '/' ? FLOORDIV : DIV;
      case '%' -> MOD;
      case '~' -> TILDE;
      case '[' -> LBRACKET;
      case ']' -> RBRACKET;
      case '(' -> LPAREN;
      case ')' -> RPAREN;
      case '{' -> LBRACE;
      case '}' -> RBRACE;
      case '=' -> next == '=' ? EQ : ASSIGN;
      case '!' -> next == '=' ? NE : null;
      case '>' -> next == '=' ? GTEQ : GT;
      case '<' -> next == '=' ? LTEQ : LT;
      case '.' -> DOT;
      case ':' -> COLON;
      case '|' -> PIPE;
      case ',' -> COMMA;
      case ';' -> SEMICOLON;
      default -> null;
    };
  }
}
