package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HybridRegistryTest {
  @TempDir Path root;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(
        root.resolve("fulgur.yaml"), "registry: lmdb\ndb_path: ./db\nprompt_dir: ./prompts\n");
    file("a.yaml", "id: a\ntemplate: from the file");
    file("b.yaml", "id: b\nversion: '2'\ntemplate: x");
    file("c.yaml", "id: b\nversion: '3'\ntemplate: a second file of b");
    file("d.yaml", "id: d\ntemplate: x\nmetadata: {day: 2024-01-31}");
    file("e.yaml", "id: e\ntemplate: {{ broken }}");
  }

  private void file(String name, String yaml) throws IOException {
    Files.createDirectories(root.resolve("prompts"));
    Files.writeString(root.resolve("prompts").resolve(name), yaml);
  }

  private Registry open() {
    return Registries.open(Config.read(root.resolve("fulgur.yaml")), notices::add);
  }

  @Test
  void open_emptyDatabase_takesTheFolderAndSaysSo() {
    try (Registry registry = open()) {
      assertThat(registry.ids()).containsExactly("a", "b");
      assertThat(registry.load("b").version()).isEqualTo("2");
      assertThat(notices).hasSize(1);
      assertThat(notices.getFirst())
          .contains("took 2 templates over from")
          .endsWith("prompts; 2 files could not be taken, lint says why.");
    }
    notices.clear();
    try (Registry registry = open()) {
      assertThat(registry.ids()).containsExactly("a", "b");
      assertThat(notices).isEmpty();
    }
  }

  @Test
  void find_missingInTheDatabase_isTakenOverFromTheFolder() throws Exception {
    try (Registry registry = open()) {
      file("new.yaml", "id: new\nversion: '7'\ntemplate: x");
      file("a.yaml", "id: a\ntemplate: edited");
      notices.clear();
      assertThat(registry.load("new", "7").template()).isEqualTo("x");
      assertThat(registry.ids()).containsExactly("a", "b", "new");
      assertThat(registry.load("a").template()).isEqualTo("from the file");
      assertThat(registry.find("nowhere")).isNull();
      assertThat(registry.find("new", "8")).isNull();
      assertThat(registry.findAll(List.of("d", "nowhere", "a")).keySet()).containsExactly("d", "a");
      assertThat(notices)
          .containsExactly(
              "The template 'new' was taken over from new.yaml.",
              "The template 'd' is read from d.yaml, since the database cannot keep it:"
                  + " metadata.day is a date.");
    }
  }

  @Test
  void delete_templateWhoseFileStays_saysThatItComesBack() {
    try (Registry registry = open()) {
      notices.clear();
      registry.delete("a");
      assertThat(registry.ids()).containsExactly("b");
      assertThat(notices).hasSize(1);
      assertThat(notices.getFirst()).contains("a.yaml");
      assertThat(registry.load("a").template()).isEqualTo("from the file");
    }
  }

  @Test
  void open_withoutTheFolder_isTheDatabaseAlone() throws Exception {
    Files.writeString(
        root.resolve("fulgur.yaml"), "registry: lmdb\ndb_path: ./db\nprompt_dir: ./nowhere\n");
    try (Registry registry = open()) {
      assertThat(registry).isInstanceOf(LmdbRegistry.class);
      assertThat(registry.ids()).isEmpty();
    }
  }
}
