package dev.fulgur.prompts.yaml;

import org.jspecify.annotations.Nullable;

/// A token, with the place where it starts.
///
/// @param text the scalar's text, the name of an anchor or alias, the suffix of a tag, the first
///   argument of a directive; empty for the others
/// @param detail the handle of a tag (null where it has none), the prefix of a `%TAG` directive
/// @param scalar the style of a scalar; `NONE` for the others
/// @param surrogates for a scalar with surrogates that stand alone, which of its UTF-16 units they
///   are
record Token(
    Kind kind,
    Mark mark,
    String text,
    @Nullable String detail,
    Style scalar,
    @Nullable Surrogates surrogates) {

  enum Kind {
    STREAM_END("the end of the text"),
    VERSION_DIRECTIVE("%YAML"),
    TAG_DIRECTIVE("%TAG"),
    OTHER_DIRECTIVE("a directive"),
    DOCUMENT_START("'---'"),
    DOCUMENT_END("'...'"),
    BLOCK_SEQUENCE_START("a block sequence"),
    BLOCK_MAPPING_START("a block mapping"),
    BLOCK_END("the end of a block"),
    FLOW_SEQUENCE_START("'['"),
    FLOW_SEQUENCE_END("']'"),
    FLOW_MAPPING_START("'{'"),
    FLOW_MAPPING_END("'}'"),
    BLOCK_ENTRY("'-'"),
    FLOW_ENTRY("','"),
    KEY("a mapping key"),
    VALUE("':'"),
    ALIAS("an alias"),
    ANCHOR("an anchor"),
    TAG("a tag"),
    SCALAR("a scalar");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /// The kind in words, for a message.
    String words() {
      return words;
    }

    boolean isDirective() {
      return this == VERSION_DIRECTIVE || this == TAG_DIRECTIVE || this == OTHER_DIRECTIVE;
    }
  }

  enum Style {
    NONE,
    PLAIN,
    QUOTED
  }

  static Token of(Kind kind, Mark mark) {
    return new Token(kind, mark, "", null, Style.NONE, null);
  }

  static Token named(Kind kind, Mark mark, String text, @Nullable String detail) {
    return new Token(kind, mark, text, detail, Style.NONE, null);
  }

  static Token plain(Mark mark, String text) {
    return new Token(Kind.SCALAR, mark, text, null, Style.PLAIN, null);
  }

  static Token quoted(Mark mark, String text, @Nullable Surrogates surrogates) {
    return new Token(Kind.SCALAR, mark, text, null, Style.QUOTED, surrogates);
  }
}
