package dev.fulgur.prompts.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of the document's graph, compared by identity: an alias is the node that it names, which
/// may be one that it stands in.
abstract sealed class Node {
  private final Mark mark;
  private final String tag;

  private Node(Mark mark, String tag) {
    this.mark = mark;
    this.tag = tag;
  }

  final Mark mark() {
    return mark;
  }

  final String tag() {
    return tag;
  }

  static final class Scalar extends Node {
    private final String text;
    private final @Nullable Surrogates surrogates;

    Scalar(Mark mark, String tag, String text, @Nullable Surrogates surrogates) {
      super(mark, tag);
      this.text = text;
      this.surrogates = surrogates;
    }

    String text() {
      return text;
    }

    @Nullable Surrogates surrogates() {
      return surrogates;
    }
  }

  static final class Sequence extends Node {
    private final List<Node> items = new ArrayList<>();

    Sequence(Mark mark, String tag) {
      super(mark, tag);
    }

    List<Node> items() {
      return items;
    }
  }

  static final class Mapping extends Node {
    private List<Entry> entries = new ArrayList<>();
    private boolean flat;

    Mapping(Mark mark, String tag) {
      super(mark, tag);
    }

    List<Entry> entries() {
      return entries;
    }

    /// Whether merge keys have been replaced by what they merge.
    boolean isFlat() {
      return flat;
    }

    void setFlat(List<Entry> merged) {
      entries = merged;
      flat = true;
    }
  }

  record Entry(Node key, Node value) {}
}
