package dev.fulgur.prompts.yaml;

import dev.fulgur.prompts.yaml.Token.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Scans anchors, aliases, tags and directives.
final class NameScanner {
  private static final String URI_CHARACTERS = "-;/?:@&=+$,_.!~*'()[]%";
  private static final String AFTER_ANCHOR = "?:,]}%@`";

  private final Source source;

  NameScanner(Source source) {
    this.source = source;
  }

  /// `&name` or `*name`.
  Token anchor(Kind kind, Mark mark) {
    source.forward();
    String name = word("the name of " + kind.words());
    char ch = source.peek();
    if (!Source.isBlankOrEnd(ch) && AFTER_ANCHOR.indexOf(ch) < 0) {
      throw problem("expected a letter or digit in the name of " + kind.words() + found());
    }
    return Token.named(kind, mark, name, null);
  }

  /// `!<uri>`, `!`, `!suffix`, `!!suffix` or `!handle!suffix`.
  Token tag(Mark mark) {
    Token token;
    char next = source.peek(1);
    if (next == '<') {
      source.forward(2);
      token = Token.named(Kind.TAG, mark, uri(), null);
      expect('>');
    } else if (Source.isBlankOrEnd(next)) {
      source.forward();
      token = Token.named(Kind.TAG, mark, "!", null);
    } else {
      String handle = "!";
      if (hasHandle()) {
        handle = handle();
      } else {
        source.forward();
      }
      token = Token.named(Kind.TAG, mark, uri(), handle);
    }
    if (!Source.isSpaceOrBreakOrEnd(source.peek())) {
      throw problem("expected a space after a tag" + found());
    }
    return token;
  }

  /// A line that starts with `%`.
  Token directive() {
    Mark mark = source.mark();
    source.forward();
    String name = word("the name of a directive");
    if (!Source.isSpaceOrBreakOrEnd(source.peek())) {
      throw problem("expected a letter or digit in the name of a directive" + found());
    }
    Token token =
        switch (name) {
          case "YAML" -> version(mark);
          case "TAG" -> tagDirective(mark);
          default -> other(mark, name);
        };
    source.skipSpaces();
    source.skipComment();
    if (!Source.isBreakOrEnd(source.peek())) {
      throw problem("expected the end of the line after a directive" + found());
    }
    source.takeBreak();
    return token;
  }

  private Token version(Mark mark) {
    source.skipSpaces();
    String major = digits();
    expect('.');
    digits();
    if (!Source.isSpaceOrBreakOrEnd(source.peek())) {
      throw problem("expected a digit or a space after the version" + found());
    }
    return Token.named(Kind.VERSION_DIRECTIVE, mark, major, null);
  }

  private Token tagDirective(Mark mark) {
    source.skipSpaces();
    String handle = handle();
    if (source.peek() != ' ') {
      throw problem("expected a space after a tag handle" + found());
    }
    source.skipSpaces();
    String prefix = uri();
    if (!Source.isSpaceOrBreakOrEnd(source.peek())) {
      throw problem("expected a space after the prefix of a tag" + found());
    }
    return Token.named(Kind.TAG_DIRECTIVE, mark, handle, prefix);
  }

  private Token other(Mark mark, String name) {
    while (!Source.isBreakOrEnd(source.peek())) {
      source.forward();
    }
    return Token.named(Kind.OTHER_DIRECTIVE, mark, name, null);
  }

  private boolean hasHandle() {
    for (int i = 1; !Source.isSpaceOrBreakOrEnd(source.peek(i)); i++) {
      if (source.peek(i) == '!') {
        return true;
      }
    }
    return false;
  }

  private String handle() {
    if (source.peek() != '!') {
      throw problem("expected '!' at the start of a tag handle" + found());
    }
    int length = 1;
    if (source.peek(1) != ' ') {
      while (Source.isWord(source.peek(length))) {
        length++;
      }
      if (source.peek(length) != '!') {
        source.forward(length);
        throw problem("expected '!' at the end of a tag handle" + found());
      }
      length++;
    }
    return source.take(length);
  }

  private String uri() {
    StringBuilder uri = new StringBuilder();
    for (char ch = source.peek(); isUri(ch); ch = source.peek()) {
      if (ch == '%') {
        uri.append(uriEscapes());
      } else {
        uri.append(ch);
        source.forward();
      }
    }
    if (uri.isEmpty()) {
      throw problem("expected the URI of a tag" + found());
    }
    return uri.toString();
  }

  private static boolean isUri(char ch) {
    return Source.isWord(ch) || (ch != Source.END && URI_CHARACTERS.indexOf(ch) >= 0);
  }

  private String uriEscapes() {
    Mark mark = source.mark();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (source.peek() == '%') {
      source.forward();
      bytes.write(ScalarScanner.hex(source, 2, "the URI of a tag"));
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new YamlException(mark, "the escapes in the URI of a tag are not UTF-8");
    }
  }

  private String word(String what) {
    int length = 0;
    while (Source.isWord(source.peek(length))) {
      length++;
    }
    if (length == 0) {
      throw problem("expected " + what + found());
    }
    return source.take(length);
  }

  private String digits() {
    int length = 0;
    while (source.peek(length) >= '0' && source.peek(length) <= '9') {
      length++;
    }
    if (length == 0) {
      throw problem("expected a digit of the version" + found());
    }
    return source.take(length);
  }

  private void expect(char ch) {
    if (source.peek() != ch) {
      throw problem("expected '" + ch + "'" + found());
    }
    source.forward();
  }

  private String found() {
    return ", but found " + Source.name(source.peek());
  }

  private YamlException problem(String problem) {
    return new YamlException(source.mark(), problem);
  }
}
