package dev.fulgur.prompts.yaml;

import dev.fulgur.prompts.value.Bytes;
import dev.fulgur.prompts.value.Dictionary;
import dev.fulgur.prompts.value.Recursion;
import dev.fulgur.prompts.value.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The graph of a document to its value, by the tags of YAML 1.1's own types only. A node that
/// several aliases name becomes one shared value; how much that value is when written out is
/// bounded.
final class Constructor {

  /// The value of a node.
  ///
  /// @param weight nodes and characters in it, with aliases written out
  /// @param height levels of nesting in it, with aliases written out
  private record Built(@Nullable Object value, long weight, int height) {}

  private static final int MAX_MERGED_ENTRIES = 1_000_000;
  private static final Built IN_PROGRESS = new Built(Recursion.RECURSION, 1, 1);
  private static final Built NULL = new Built(null, 1, 1);

  private final IdentityHashMap<Node, Built> built = new IdentityHashMap<>();
  private long mergedEntries;

  @Nullable Object construct(Node root) {
    return build(root).value();
  }

  private Built build(Node node) {
    Built known = built.putIfAbsent(node, IN_PROGRESS);
    if (known != null) {
      return known;
    }
    Built made = make(node);
    if (made.weight() > Yaml.MAX_EXPANSION) {
      throw new YamlException(
          node.mark(), "aliases expand to more than " + Yaml.MAX_EXPANSION + " characters");
    }
    if (made.height() > Yaml.MAX_NESTING) {
      throw new YamlException(
          node.mark(), "aliases nest deeper than " + Yaml.MAX_NESTING + " levels");
    }
    built.put(node, made);
    return made;
  }

  private Built make(Node node) {
    return switch (node.tag()) {
      case Tags.SEQ -> sequence(node);
      case Tags.MAP -> mapping(node);
      case Tags.SET -> set(node);
      case Tags.OMAP, Tags.PAIRS -> pairs(node);
      default -> scalar(node);
    };
  }

  private Built scalar(Node node) {
    if (!isScalarTag(node.tag())) {
      throw new YamlException(node.mark(), "the tag '" + node.tag() + "' is not one of YAML's own");
    }
    Node.Scalar scalar = scalarOf(node, 0);
    String text = scalar.text();
    try {
      Object value =
          switch (node.tag()) {
            case Tags.BOOL -> Scalars.bool(text);
            case Tags.INT -> Scalars.integer(text);
            case Tags.FLOAT -> Scalars.real(text);
            case Tags.TIMESTAMP -> Scalars.timestamp(text);
            case Tags.BINARY -> Bytes.of(Scalars.binary(text));
            case Tags.STR -> text(scalar);
            default -> null;
          };
      return value == null ? NULL : new Built(value, 1L + text.length(), 1);
    } catch (IllegalArgumentException e) {
      throw new YamlException(node.mark(), String.valueOf(e.getMessage()));
    }
  }

  private static boolean isScalarTag(String tag) {
    return switch (tag) {
      case Tags.NULL, Tags.BOOL, Tags.INT, Tags.FLOAT, Tags.TIMESTAMP, Tags.BINARY, Tags.STR ->
          true;
      default -> false;
    };
  }

  private static Object text(Node.Scalar scalar) {
    Surrogates surrogates = scalar.surrogates();
    return surrogates == null ? scalar.text() : surrogates.text(scalar.text());
  }

  /// The scalar, or the one under the key `=` of a mapping that is tagged as a scalar.
  private static Node.Scalar scalarOf(Node node, int depth) {
    if (node instanceof Node.Scalar scalar) {
      return scalar;
    }
    if (node instanceof Node.Mapping mapping && depth < Yaml.MAX_NESTING) {
      for (Node.Entry entry : mapping.entries()) {
        if (entry.key().tag().equals(Tags.VALUE)) {
          return scalarOf(entry.value(), depth + 1);
        }
      }
    }
    throw new YamlException(node.mark(), "expected a scalar for the tag '" + node.tag() + "'");
  }

  private Built sequence(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      throw new YamlException(node.mark(), "expected a sequence for the tag '" + node.tag() + "'");
    }
    List<@Nullable Object> items = new ArrayList<>(sequence.items().size());
    long weight = 1;
    int height = 0;
    for (Node item : sequence.items()) {
      Built value = build(item);
      items.add(value.value());
      weight += value.weight();
      height = Math.max(height, value.height());
    }
    return new Built(Collections.unmodifiableList(items), weight, height + 1);
  }

  private Built mapping(Node node) {
    Dictionary dictionary = new Dictionary();
    long weight = 1;
    int height = 0;
    for (Node.Entry entry : flatEntries(node)) {
      Built key = key(entry.key());
      Built value = build(entry.value());
      dictionary.put(key.value(), value.value());
      weight += key.weight() + value.weight();
      height = Math.max(height, value.height());
    }
    return new Built(Collections.unmodifiableMap(dictionary.map()), weight, height + 1);
  }

  private Built set(Node node) {
    Built mapping = mapping(node);
    Map<?, ?> elements = mapping.value() instanceof Map<?, ?> map ? map : Map.of();
    return new Built(
        Collections.unmodifiableSet(new LinkedHashSet<>(elements.keySet())),
        mapping.weight(),
        mapping.height());
  }

  private Built pairs(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      throw new YamlException(node.mark(), "expected a sequence for the tag '" + node.tag() + "'");
    }
    List<@Nullable Object> pairs = new ArrayList<>();
    long weight = 1;
    int height = 0;
    for (Node item : sequence.items()) {
      if (!(item instanceof Node.Mapping mapping) || mapping.entries().size() != 1) {
        throw new YamlException(
            item.mark(), "expected a mapping of one entry for the tag '" + node.tag() + "'");
      }
      Built key = build(mapping.entries().getFirst().key());
      Built value = build(mapping.entries().getFirst().value());
      pairs.add(new Tuple(Arrays.asList(key.value(), value.value())));
      weight += 1 + key.weight() + value.weight();
      height = Math.max(height, Math.max(key.height(), value.height()) + 1);
    }
    return new Built(Collections.unmodifiableList(pairs), weight, height + 1);
  }

  private Built key(Node node) {
    if (node.tag().equals(Tags.VALUE) && node instanceof Node.Scalar scalar) {
      return new Built(scalar.text(), 2, 1);
    }
    Built key = build(node);
    if (key.value() instanceof Collection<?>
        || key.value() instanceof Map<?, ?>
        || key.value() instanceof Recursion) {
      throw new YamlException(
          node.mark(), "a sequence, mapping or set cannot be a mapping key (quote {{ ... }})");
    }
    return key;
  }

  private List<Node.Entry> flatEntries(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      throw new YamlException(node.mark(), "expected a mapping for the tag '" + node.tag() + "'");
    }
    flatten(mapping);
    return mapping.entries();
  }

  /// Replaces merge keys by the entries that they merge, before the mapping's own, so that those
  /// win.
  private void flatten(Node.Mapping mapping) {
    if (mapping.isFlat()) {
      return;
    }
    List<Node.Entry> own = new ArrayList<>();
    List<Node.Mapping> sources = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      if (!entry.key().tag().equals(Tags.MERGE)) {
        own.add(entry);
      } else {
        sources.addAll(mergeSources(entry.value()));
      }
    }
    mapping.setFlat(own);
    if (sources.isEmpty()) {
      return;
    }
    List<Node.Entry> merged = new ArrayList<>();
    for (Node.Mapping source : sources) {
      flatten(source);
      mergedEntries += source.entries().size();
      if (mergedEntries > MAX_MERGED_ENTRIES) {
        throw new YamlException(
            mapping.mark(), "merge keys expand to more than " + MAX_MERGED_ENTRIES + " entries");
      }
      merged.addAll(source.entries());
    }
    merged.addAll(own);
    mapping.setFlat(merged);
  }

  /// What a merge key merges, the last first: an earlier one wins.
  private static List<Node.Mapping> mergeSources(Node value) {
    List<Node> nodes =
        switch (value) {
          case Node.Mapping mapping -> List.of(mapping);
          case Node.Sequence sequence -> sequence.items().reversed();
          case Node.Scalar scalar -> List.of(scalar);
        };
    List<Node.Mapping> sources = new ArrayList<>();
    for (Node node : nodes) {
      if (!(node instanceof Node.Mapping mapping)) {
        throw new YamlException(node.mark(), "expected a mapping to merge");
      }
      sources.add(mapping);
    }
    return sources;
  }
}
