package dev.fulgur.prompts.search;

import dev.fulgur.prompts.TemplateSpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a template can be found by. A term is a hash of 32 bits: a row of the index may lead to a
/// template that does not have it, so that what is found is compared with the template itself.
public final class Terms {
  static final char WORD = 'w';
  static final char TAG = 't';
  static final char VARIABLE = 'v';
  static final char FIELD = 'f';

  private static final int FNV_BASIS = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private Terms() {}

  /// The terms of a template, in their unsigned order, each once.
  ///
  /// @param variables the names that a text takes from outside
  public static int[] of(
      TemplateSpec spec, Function<String, ? extends Collection<String>> variables) {
    IntList terms = new IntList();
    words(spec, word -> terms.add(hash(WORD, word)));
    tags(spec, tag -> terms.add(hash(TAG, tag)));
    variables(spec, variables, name -> terms.add(hash(VARIABLE, name)));
    fields(spec, (name, value) -> terms.add(hash(FIELD, name + '=' + value)));
    return terms.sorted();
  }

  /// FNV-1a over the kind and the UTF-16 units, its bits mixed as by MurmurHash3's last step.
  static int hash(char kind, String text) {
    int hash = (FNV_BASIS ^ kind) * FNV_PRIME;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  /// Whether a template has all that a query asks for, the id's bounds aside.
  public static boolean match(
      TemplateSpec spec, Query query, Function<String, ? extends Collection<String>> variables) {
    return hasAll(query.words(), each -> words(spec, each))
        && hasAll(query.tags(), each -> tags(spec, each))
        && hasAll(query.variables(), each -> variables(spec, variables, each))
        && hasFields(spec, query.fields());
  }

  private static boolean hasAll(Collection<String> wanted, Consumer<Consumer<String>> source) {
    if (wanted.isEmpty()) {
      return true;
    }
    Set<String> missing = new HashSet<>(wanted);
    source.accept(missing::remove);
    return missing.isEmpty();
  }

  private static boolean hasFields(TemplateSpec spec, Map<String, String> wanted) {
    if (wanted.isEmpty()) {
      return true;
    }
    Map<String, String> missing = new java.util.HashMap<>(wanted);
    fields(spec, missing::remove);
    return missing.isEmpty();
  }

  private static void words(TemplateSpec spec, Consumer<String> each) {
    Words.of(spec.id(), each);
    if (spec.description() != null) {
      Words.of(spec.description(), each);
    }
    Words.of(spec.template(), each);
  }

  private static void tags(TemplateSpec spec, Consumer<String> each) {
    texts(spec.metadata().get("tags"), each);
    texts(spec.metadata().get("tag"), each);
  }

  private static void variables(
      TemplateSpec spec,
      Function<String, ? extends Collection<String>> variables,
      Consumer<String> each) {
    spec.inputs().keySet().forEach(each);
    variables.apply(spec.template()).forEach(each);
  }

  private static void fields(
      TemplateSpec spec, java.util.function.BiConsumer<String, String> each) {
    spec.metadata().forEach((name, value) -> texts(value, text -> each.accept(name, text)));
  }

  /// A value as text, or each of those of a list; maps have none.
  private static void texts(@Nullable Object value, Consumer<String> each) {
    switch (value) {
      case String text -> each.accept(text);
      case Boolean flag -> each.accept(flag.toString());
      case Number number -> each.accept(number.toString());
      case Collection<?> items -> items.forEach(item -> texts(item, each));
      case null, default -> {}
    }
  }

  /// Collects integers.
  private static final class IntList {
    private int[] values = new int[64];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value ^ Integer.MIN_VALUE; // the order of signed ones is that of unsigned
    }

    int[] sorted() {
      Arrays.sort(values, 0, size);
      int n = 0;
      for (int i = 0; i < size; i++) {
        if (n == 0 || values[i] != values[n - 1]) {
          values[n++] = values[i];
        }
      }
      int[] sorted = new int[n];
      for (int i = 0; i < n; i++) {
        sorted[i] = values[i] ^ Integer.MIN_VALUE;
      }
      return sorted;
    }
  }
}
