package dev.fulgur.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a store should hold: maps, and the indexes recomputed at every question.
final class StoreModel {

  static final Comparator<String> CODE_POINTS =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  final NavigableMap<String, Note> notes = new TreeMap<>(CODE_POINTS);
  final NavigableMap<Long, String> plain = new TreeMap<>(Long::compareUnsigned);
  final Map<Counter, Long> counters = new HashMap<>();

  StoreModel copy() {
    StoreModel copy = new StoreModel();
    copy.notes.putAll(notes);
    copy.plain.putAll(plain);
    copy.counters.putAll(counters);
    return copy;
  }

  /// Whether another note than that under `key` has the title.
  boolean isTaken(String title, String key) {
    return !title.isEmpty()
        && notes.entrySet().stream()
            .anyMatch(e -> !e.getKey().equals(key) && e.getValue().title().equals(title));
  }

  /// An entry of the index on tags.
  record TagEntry(String tag, String key) {}

  /// The index on tags in its order, as long as no tag is so long that it is cut.
  List<TagEntry> byTag() {
    TreeSet<TagEntry> entries =
        new TreeSet<>(
            Comparator.comparing(TagEntry::tag, CODE_POINTS)
                .thenComparing(TagEntry::key, CODE_POINTS));
    notes.forEach(
        (key, note) -> {
          for (String tag : note.tags()) {
            entries.add(new TagEntry(tag, key));
          }
        });
    return new ArrayList<>(entries);
  }

  /// The keys of the notes with a tag.
  List<String> withTag(String tag) {
    List<String> keys = new ArrayList<>();
    notes.forEach(
        (key, note) -> {
          if (note.tags().contains(tag)) {
            keys.add(key);
          }
        });
    return keys;
  }
}
