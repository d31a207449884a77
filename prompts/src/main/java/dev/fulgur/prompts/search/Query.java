package dev.fulgur.prompts.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which templates are looked for: those that have all that is named. Begin with [#ALL].
///
/// @param words words of the id, the description or the text, in any case
/// @param tags what stands under `metadata.tags` or `metadata.tag`, as it is written
/// @param variables names that the text takes from outside, or that are declared as inputs
/// @param fields values of the metadata by name, as text
/// @param prefix what the ids begin with, or null
/// @param after only ids behind this one, or null
/// @param limit at most so many
public record Query(
    List<String> words,
    List<String> tags,
    List<String> variables,
    Map<String, String> fields,
    @Nullable String prefix,
    @Nullable String after,
    int limit) {

  /// Every template.
  public static final Query ALL =
      new Query(List.of(), List.of(), List.of(), Map.of(), null, null, Integer.MAX_VALUE);

  /// Copies the collections, and makes words of what is given as text.
  ///
  /// @throws IllegalArgumentException if the limit is below zero
  public Query {
    List<String> split = new ArrayList<>();
    words.forEach(text -> Words.of(text, split::add));
    words = List.copyOf(split);
    tags = List.copyOf(tags);
    variables = List.copyOf(variables);
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    if (limit < 0) {
      throw new IllegalArgumentException("A limit is zero or more, not " + limit + ".");
    }
  }

  /// This query for templates that also have all words of a text.
  public Query withText(String text) {
    List<String> more = new ArrayList<>(words);
    more.add(text);
    return new Query(more, tags, variables, fields, prefix, after, limit);
  }

  /// This query for templates that also have a tag.
  public Query withTag(String tag) {
    List<String> more = new ArrayList<>(tags);
    more.add(tag);
    return new Query(words, more, variables, fields, prefix, after, limit);
  }

  /// This query for templates that also use or declare a variable.
  public Query withVariable(String variable) {
    List<String> more = new ArrayList<>(variables);
    more.add(variable);
    return new Query(words, tags, more, fields, prefix, after, limit);
  }

  /// This query for templates whose metadata also say this.
  public Query withField(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Query(words, tags, variables, more, prefix, after, limit);
  }

  /// This query for ids that begin with a text.
  public Query withPrefix(@Nullable String start) {
    return new Query(words, tags, variables, fields, start, after, limit);
  }

  /// The page of this query behind an id.
  public Query after(@Nullable String id) {
    return new Query(words, tags, variables, fields, prefix, id, limit);
  }

  /// At most so many templates.
  public Query limit(int most) {
    return new Query(words, tags, variables, fields, prefix, after, most);
  }

  /// Whether anything but ids is asked for.
  public boolean hasTerms() {
    return !(words.isEmpty() && tags.isEmpty() && variables.isEmpty() && fields.isEmpty());
  }

  /// The terms that a template must have.
  int[] terms() {
    int[] terms = new int[words.size() + tags.size() + variables.size() + fields.size()];
    int n = 0;
    for (String word : words) {
      terms[n++] = Terms.hash(Terms.WORD, word);
    }
    for (String tag : tags) {
      terms[n++] = Terms.hash(Terms.TAG, tag);
    }
    for (String variable : variables) {
      terms[n++] = Terms.hash(Terms.VARIABLE, variable);
    }
    for (Map.Entry<String, String> field : fields.entrySet()) {
      terms[n++] = Terms.hash(Terms.FIELD, field.getKey() + '=' + field.getValue());
    }
    return terms;
  }
}
