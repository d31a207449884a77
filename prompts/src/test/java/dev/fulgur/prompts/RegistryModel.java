package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a registry should hold, in memory: the oracle of the tests of [LmdbRegistry].
final class RegistryModel {
  final TreeMap<String, TemplateSpec> current = new TreeMap<>(ByteOrder.BYTES);
  final Map<String, Map<String, TemplateSpec>> versions = new HashMap<>();

  void save(TemplateSpec spec) {
    current.put(spec.id(), spec);
    versions.computeIfAbsent(spec.id(), _ -> new LinkedHashMap<>()).put(spec.version(), spec);
  }

  void delete(String id) {
    current.remove(id);
    versions.remove(id);
  }

  /// Checks everything that the registry says, and its tables, against the model.
  void assertSame(LmdbRegistry registry, String what) {
    assertThat(registry.ids()).as(what).containsExactlyElementsOf(current.keySet());
    assertThat(registry.metadata().count()).as(what).isEqualTo(current.size());
    current.forEach(
        (id, spec) -> {
          assertThat(json(registry.load(id))).as(what).isEqualTo(json(spec));
          assertThat(registry.versions(id))
              .as(what)
              .containsExactlyInAnyOrderElementsOf(versions.getOrDefault(id, Map.of()).keySet());
          versions
              .getOrDefault(id, Map.of())
              .forEach(
                  (version, body) ->
                      assertThat(json(registry.load(id, version))).as(what).isEqualTo(json(body)));
        });
    assertThat(keys(registry)).as(what).containsExactlyInAnyOrderElementsOf(expectedKeys());
    for (Row<String, String> row : index(registry)) {
      assertThat(
              versions.getOrDefault(row.record(), Map.of()).keySet().stream()
                  .map(version -> row.record() + ":" + version))
          .as("%s: the owner of %s", what, row.key())
          .contains(row.key());
    }
    Long count = registry.read(view -> view.get(PromptTables.METADATA, PromptTables.COUNT));
    assertThat(count == null ? 0 : count).as(what).isEqualTo(current.size());
  }

  private List<String> expectedKeys() {
    List<String> keys = new ArrayList<>();
    versions.forEach(
        (id, bodies) ->
            bodies
                .keySet()
                .forEach(
                    version -> {
                      String key = id + ":" + version;
                      if (!keys.contains(key)) {
                        keys.add(key);
                      }
                    }));
    return keys;
  }

  private static List<String> keys(LmdbRegistry registry) {
    return index(registry).stream().map(Row::key).toList();
  }

  static List<Row<String, String>> index(LmdbRegistry registry) {
    return registry.read(
        view -> view.scan(PromptTables.VERSION_INDEX, Range.all(), Integer.MAX_VALUE));
  }

  static String json(TemplateSpec spec) {
    return TaggedJson.write(RandomSpecs.tree(spec));
  }
}
