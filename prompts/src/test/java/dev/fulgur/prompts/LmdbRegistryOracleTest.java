package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.Registry.SaveMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The original's answers to sequences of calls, and its own database.
final class LmdbRegistryOracleTest {
  @TempDir Path folder;

  @Test
  void operations_ofTheOriginal_haveItsAnswersSaveForItsBugs() {
    RegistryModel model = new RegistryModel();
    LmdbRegistry registry = LmdbRegistry.open(folder);
    int place = 0;
    for (Object entry : Oracle.list(Oracle.object("ops.json.gz").get("registry"))) {
      Map<?, ?> operation = Oracle.map(entry);
      String what = "operation " + place++ + ", " + operation.get("op");
      List<?> arguments = Oracle.list(operation.get("args"));
      boolean fails = operation.containsKey("error");
      switch (String.valueOf(operation.get("op"))) {
        case "save" -> {
          TemplateSpec spec = SpecParser.parse(arguments.getFirst(), what).spec();
          save(registry, model, spec, fails, what);
        }
        case "delete" -> {
          String id = String.valueOf(arguments.getFirst());
          if (fails) {
            LmdbRegistry open = registry;
            assertThatThrownBy(() -> open.delete(id))
                .as(what)
                .isInstanceOf(PromptException.NotFound.class);
          } else {
            registry.delete(id);
            model.delete(id);
          }
        }
        case "load" -> {
          TemplateSpec found = registry.find(String.valueOf(arguments.getFirst()));
          if (fails) {
            assertThat(found).as(what).isNull();
          } else {
            assertThat(found).as(what).isEqualTo(specOf(operation.get("result"), what));
          }
        }
        case "get_by_version" -> {
          String id = String.valueOf(arguments.getFirst());
          String version = String.valueOf(arguments.get(1));
          assertThat(registry.find(id, version))
              .as(what)
              .isEqualTo(model.versions.getOrDefault(id, Map.of()).get(version));
        }
        case "list_ids" -> assertThat(registry.ids()).as(what).isEqualTo(operation.get("result"));
        case "get_metadata" -> {
          RegistryMetadata metadata = registry.metadata();
          assertThat(metadata.count()).as(what).isEqualTo(model.current.size());
          assertThat(metadata.lastModified() != null)
              .as(what)
              .isEqualTo(Oracle.map(operation.get("result")).get("last_modified_is_set"));
        }
        case "close" -> {
          registry.close();
          registry = LmdbRegistry.open(folder);
        }
        case "version_index" -> model.assertSame(registry, what);
        default -> throw new IllegalStateException(what);
      }
    }
    model.assertSame(registry, "at the end");
    assertThat(registry.store().check().problems()).isEmpty();
    registry.close();
  }

  /// The original replaces the body of a version that is there; ours does that on purpose only.
  private static void save(
      LmdbRegistry registry, RegistryModel model, TemplateSpec spec, boolean fails, String what) {
    if (fails) {
      assertThatThrownBy(() -> registry.save(spec))
          .as(what)
          .isInstanceOf(PromptException.NotStorable.class);
      return;
    }
    TemplateSpec known = model.versions.getOrDefault(spec.id(), Map.of()).get(spec.version());
    if (known != null && !known.equals(spec)) {
      assertThatThrownBy(() -> registry.save(spec))
          .as(what)
          .isInstanceOf(PromptException.VersionConflict.class);
    }
    registry.save(spec, SaveMode.REPLACE);
    model.save(spec);
  }

  private static TemplateSpec specOf(@Nullable Object value, String what) {
    return SpecParser.parse(value, what).spec();
  }

  @Test
  void open_databaseOfTheOriginal_readsWhatTheOriginalReads() throws Exception {
    Oracle.unpack("promptlightning.mdb.gz", folder.resolve("data.mdb"));
    Map<?, ?> truth = Oracle.object("truth.json.gz");
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      assertThat(registry.ids()).isEqualTo(truth.get("lmdb_list_ids"));
      for (Map.Entry<?, ?> entry : Oracle.map(truth.get("ids")).entrySet()) {
        Map<?, ?> answers = Oracle.map(entry.getValue());
        if (Oracle.map(answers.get("lmdb")).containsKey("same_as_local")) {
          Map<?, ?> expected = Oracle.map(Oracle.map(answers.get("local")).get("ok"));
          TemplateSpec found = registry.load(String.valueOf(answers.get("id")));
          SpecJson.assertSame(String.valueOf(entry.getKey()), found, expected);
        }
      }
      assertThat(registry.metadata().count()).isEqualTo(912);
    }
  }

  @Test
  void write_intoADatabaseOfTheOriginal_takesItOver() throws Exception {
    Oracle.unpack("promptlightning.mdb.gz", folder.resolve("data.mdb"));
    RegistryModel model = new RegistryModel();
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      for (String id : registry.ids()) {
        model.save(registry.load(id));
      }
      TemplateSpec one = TemplateSpec.of("one more", "x");
      registry.save(one);
      model.save(one);
      model.assertSame(registry, "taken over");
      for (TemplateSpec spec : model.current.values()) {
        assertThat(registry.load(spec.id(), spec.version())).isEqualTo(spec);
        TemplateRecord row = registry.read(view -> view.get(PromptTables.TEMPLATES, spec.id()));
        assertThat(Objects.requireNonNull(row).sealed()).isTrue();
      }
      assertThat(registry.store().check().problems()).isEmpty();
    }
  }

  @Test
  void save_everyTemplateOfTheCorpus_storesTheBytesThatTheOriginalStores() throws Exception {
    Path corpus = Oracle.corpus(Files.createDirectories(folder.resolve("corpus")));
    Map<?, ?> raw = Oracle.map(Oracle.object("truth.json.gz").get("raw_templates"));
    Map<String, TemplateSpec> specs = new LinkedHashMap<>();
    for (TemplateFile file : YamlRegistry.open(corpus).contents().files()) {
      TemplateSpec spec = file.spec();
      if (spec != null && file.reason() == null && !isDuplicate(spec)) {
        specs.put(spec.id(), spec);
      }
    }
    int compared = 0;
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("db"))) {
      registry.saveAll(specs.values());
      for (String id : specs.keySet()) {
        Object expected = Objects.requireNonNull(raw.get(id), id);
        byte[] stored = registry.read(view -> view.bytes(PromptTables.TEMPLATES, id));
        assertSameBytes(id, withoutSeal(stored), expected);
        compared++;
      }
      assertThat(compared).isGreaterThan(900);
      assertThat(registry.store().check().problems()).isEmpty();
    }
  }

  private static void assertSameBytes(String what, byte[] stored, Object expected)
      throws Exception {
    if (expected instanceof Map<?, ?> cut) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(stored);
      assertThat(HexFormat.of().formatHex(hash)).as(what).isEqualTo(cut.get("sha256"));
    } else {
      assertThat(HexFormat.of().formatHex(stored)).as(what).isEqualTo(expected);
    }
  }

  private static boolean isDuplicate(TemplateSpec spec) {
    return spec.id().equals("dup-id");
  }

  /// The stored bytes as they were without the checksum: an entry less, and none at the end.
  private static byte[] withoutSeal(byte @Nullable [] stored) {
    byte[] bytes = Objects.requireNonNull(stored);
    assertThat(bytes[0]).isEqualTo((byte) 0x87);
    byte[] bare = Arrays.copyOf(bytes, bytes.length - "x_crc_1234".length());
    bare[0] = (byte) 0x86;
    return bare;
  }
}
