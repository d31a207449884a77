package dev.fulgur.prompts.yaml;

import dev.fulgur.prompts.yaml.Token.Kind;
import dev.fulgur.prompts.yaml.Token.Style;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tokens to the graph of one document: the grammar of YAML 1.1 by recursive descent, tags
/// resolved, aliases replaced by what they name.
final class Composer {
  private static final Map<String, String> DEFAULT_HANDLES = Map.of("!", "!", "!!", Tags.PREFIX);

  private final Scanner scanner;
  private final Map<String, Node> anchors = new HashMap<>();
  private Map<String, String> handles = DEFAULT_HANDLES;
  private int depth;

  Composer(Scanner scanner) {
    this.scanner = scanner;
  }

  /// The root of the only document, or null for a stream without one.
  @Nullable Node document() {
    boolean explicit =
        scanner.peek().kind().isDirective() || scanner.at(Kind.DOCUMENT_START, Kind.STREAM_END);
    Node root;
    if (!explicit) {
      root = node();
    } else if (scanner.at(Kind.STREAM_END)) {
      return null;
    } else {
      documentStart();
      root = documentContent();
    }
    while (scanner.at(Kind.DOCUMENT_END)) {
      scanner.take();
    }
    if (!scanner.at(Kind.STREAM_END)) {
      documentStart();
      throw problem("a second document starts here, but a file holds one");
    }
    return root;
  }

  private void documentStart() {
    directives();
    if (!scanner.at(Kind.DOCUMENT_START)) {
      throw problem("expected the start of a document" + found());
    }
    scanner.take();
  }

  private void directives() {
    Map<String, String> declared = new HashMap<>();
    boolean versioned = false;
    while (scanner.peek().kind().isDirective()) {
      Token directive = scanner.take();
      if (directive.kind() == Kind.VERSION_DIRECTIVE) {
        if (versioned) {
          throw new YamlException(directive.mark(), "a second %YAML directive");
        }
        versioned = true;
        if (!directive.text().replaceFirst("^0+(?=.)", "").equals("1")) {
          throw new YamlException(directive.mark(), "a document of YAML 1.x is required");
        }
      } else if (directive.kind() == Kind.TAG_DIRECTIVE
          && declared.put(directive.text(), String.valueOf(directive.detail())) != null) {
        throw new YamlException(
            directive.mark(), "a second %TAG directive for " + directive.text());
      }
    }
    DEFAULT_HANDLES.forEach(declared::putIfAbsent);
    handles = declared;
  }

  private Node documentContent() {
    boolean empty =
        scanner.peek().kind().isDirective()
            || scanner.at(Kind.DOCUMENT_START, Kind.DOCUMENT_END, Kind.STREAM_END);
    return empty ? empty() : node();
  }

  private Node node() {
    return node(false);
  }

  /// @param indentless whether a block sequence may stand here without being indented
  private Node node(boolean indentless) {
    if (++depth > Yaml.MAX_NESTING) {
      throw problem("nested deeper than " + Yaml.MAX_NESTING + " levels");
    }
    try {
      return scanner.at(Kind.ALIAS) ? alias() : content(indentless);
    } finally {
      depth--;
    }
  }

  private Node alias() {
    Token alias = scanner.take();
    Node node = anchors.get(alias.text());
    if (node == null) {
      throw new YamlException(alias.mark(), "undefined alias '" + alias.text() + "'");
    }
    return node;
  }

  private Node content(boolean indentless) {
    Token first = scanner.peek();
    Token anchor = null;
    Token tag = null;
    if (scanner.at(Kind.ANCHOR)) {
      anchor = scanner.take();
      tag = scanner.at(Kind.TAG) ? scanner.take() : null;
    } else if (scanner.at(Kind.TAG)) {
      tag = scanner.take();
      anchor = scanner.at(Kind.ANCHOR) ? scanner.take() : null;
    }
    String written = tag == null ? null : resolve(tag);
    Mark mark = first.mark();
    if (indentless && scanner.at(Kind.BLOCK_ENTRY)) {
      return indentlessSequence(sequence(mark, written, anchor));
    }
    return switch (scanner.peek().kind()) {
      case SCALAR -> scalar(mark, written, anchor, scanner.take());
      case FLOW_SEQUENCE_START -> flowSequence(sequence(mark, written, anchor));
      case FLOW_MAPPING_START -> flowMapping(mapping(mark, written, anchor));
      case BLOCK_SEQUENCE_START -> blockSequence(sequence(mark, written, anchor));
      case BLOCK_MAPPING_START -> blockMapping(mapping(mark, written, anchor));
      default -> {
        if (anchor == null && tag == null) {
          throw problem("expected a value" + found());
        }
        yield name(anchor, new Node.Scalar(mark, orElse(written, Tags.NULL), "", null));
      }
    };
  }

  private String resolve(Token tag) {
    String handle = tag.detail();
    if (handle == null) {
      return tag.text();
    }
    String prefix = handles.get(handle);
    if (prefix == null) {
      throw new YamlException(tag.mark(), "undefined tag handle '" + handle + "'");
    }
    return prefix + tag.text();
  }

  private Node scalar(Mark mark, @Nullable String written, @Nullable Token anchor, Token scalar) {
    boolean byForm = written != null || scalar.scalar() == Style.PLAIN;
    String tag = orElse(written, byForm ? Tags.ofPlain(scalar.text()) : Tags.STR);
    return name(anchor, new Node.Scalar(mark, tag, scalar.text(), scalar.surrogates()));
  }

  private Node.Sequence sequence(Mark mark, @Nullable String written, @Nullable Token anchor) {
    return name(anchor, new Node.Sequence(mark, orElse(written, Tags.SEQ)));
  }

  private Node.Mapping mapping(Mark mark, @Nullable String written, @Nullable Token anchor) {
    return name(anchor, new Node.Mapping(mark, orElse(written, Tags.MAP)));
  }

  /// The written tag, unless there is none or only `!`, which asks for the one that the form gives.
  private static String orElse(@Nullable String written, String tag) {
    return written == null || written.equals("!") ? tag : written;
  }

  private <N extends Node> N name(@Nullable Token anchor, N node) {
    if (anchor != null && anchors.put(anchor.text(), node) != null) {
      throw new YamlException(anchor.mark(), "a second anchor '" + anchor.text() + "'");
    }
    return node;
  }

  private Node.Scalar empty() {
    return new Node.Scalar(scanner.peek().mark(), Tags.NULL, "", null);
  }

  private Node blockSequence(Node.Sequence sequence) {
    scanner.take();
    while (scanner.at(Kind.BLOCK_ENTRY)) {
      scanner.take();
      boolean empty = scanner.at(Kind.BLOCK_ENTRY, Kind.BLOCK_END);
      sequence.items().add(empty ? empty() : node());
    }
    endBlock();
    return sequence;
  }

  private Node indentlessSequence(Node.Sequence sequence) {
    while (scanner.at(Kind.BLOCK_ENTRY)) {
      scanner.take();
      boolean empty =
          scanner.at(Kind.BLOCK_ENTRY) || scanner.at(Kind.KEY, Kind.VALUE, Kind.BLOCK_END);
      sequence.items().add(empty ? empty() : node());
    }
    return sequence;
  }

  private Node blockMapping(Node.Mapping mapping) {
    scanner.take();
    while (scanner.at(Kind.KEY)) {
      Node key = blockEntryPart();
      Node value = scanner.at(Kind.VALUE) ? blockEntryPart() : empty();
      mapping.entries().add(new Node.Entry(key, value));
    }
    endBlock();
    return mapping;
  }

  private Node blockEntryPart() {
    scanner.take();
    boolean empty = scanner.at(Kind.KEY, Kind.VALUE, Kind.BLOCK_END);
    return empty ? empty() : node(true);
  }

  private void endBlock() {
    if (!scanner.at(Kind.BLOCK_END)) {
      throw problem("expected the end of the block" + found());
    }
    scanner.take();
  }

  private Node flowSequence(Node.Sequence sequence) {
    scanner.take();
    boolean first = true;
    while (!scanner.at(Kind.FLOW_SEQUENCE_END)) {
      if (!first) {
        flowEntry("']'");
      }
      first = false;
      if (scanner.at(Kind.KEY)) {
        sequence.items().add(singlePair());
      } else if (!scanner.at(Kind.FLOW_SEQUENCE_END)) {
        sequence.items().add(node());
      }
    }
    scanner.take();
    return sequence;
  }

  /// `key: value` as an item of a flow sequence.
  private Node singlePair() {
    Node.Mapping pair = new Node.Mapping(scanner.peek().mark(), Tags.MAP);
    if (++depth > Yaml.MAX_NESTING) {
      throw problem("nested deeper than " + Yaml.MAX_NESTING + " levels");
    }
    Node key = flowEntryPart(Kind.FLOW_SEQUENCE_END);
    Node value = scanner.at(Kind.VALUE) ? flowEntryPart(Kind.FLOW_SEQUENCE_END) : empty();
    depth--;
    pair.entries().add(new Node.Entry(key, value));
    return pair;
  }

  private Node flowMapping(Node.Mapping mapping) {
    scanner.take();
    boolean first = true;
    while (!scanner.at(Kind.FLOW_MAPPING_END)) {
      if (!first) {
        flowEntry("'}'");
      }
      first = false;
      if (scanner.at(Kind.KEY)) {
        Node key = flowEntryPart(Kind.FLOW_MAPPING_END);
        Node value = scanner.at(Kind.VALUE) ? flowEntryPart(Kind.FLOW_MAPPING_END) : empty();
        mapping.entries().add(new Node.Entry(key, value));
      } else if (!scanner.at(Kind.FLOW_MAPPING_END)) {
        mapping.entries().add(new Node.Entry(node(), empty()));
      }
    }
    scanner.take();
    return mapping;
  }

  /// Takes a `?` or `:` and what follows it. After a key, a `:` means that the key is empty; after
  /// a `:` there is none to come.
  private Node flowEntryPart(Kind end) {
    boolean isKey = scanner.take().kind() == Kind.KEY;
    boolean empty = scanner.at(Kind.FLOW_ENTRY, end) || (isKey && scanner.at(Kind.VALUE));
    return empty ? empty() : node();
  }

  private void flowEntry(String end) {
    if (!scanner.at(Kind.FLOW_ENTRY)) {
      throw problem("expected ',' or " + end + found());
    }
    scanner.take();
  }

  private String found() {
    return ", but found " + scanner.peek().kind().words();
  }

  private YamlException problem(String problem) {
    return new YamlException(scanner.peek().mark(), problem);
  }
}
