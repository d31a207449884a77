package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.prompts.value.RandomValues;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class YamlRegistryTest {
  @TempDir Path folder;

  private void file(String path, String yaml) throws IOException {
    Path file = folder.resolve(path);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, yaml);
  }

  private void old(String path) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve(path), FileTime.from(Instant.parse("2024-01-02T03:04:05Z")));
  }

  @Test
  void find_fileChangedRightAfterItWasRead_isReadAgain() throws Exception {
    file("a.yaml", "id: a\ntemplate: one");
    YamlRegistry registry = YamlRegistry.open(folder);
    assertThat(registry.load("a").template()).isEqualTo("one");
    file("a.yaml", "id: a\ntemplate: two");
    assertThat(registry.load("a").template()).isEqualTo("two");
  }

  @Test
  void find_fileOfTheSameSizeAndTime_isNotParsedAgain() throws Exception {
    file("a.yaml", "id: a\ntemplate: one");
    old("a.yaml");
    YamlRegistry registry = YamlRegistry.open(folder);
    TemplateSpec first = registry.load("a");
    assertThat(registry.load("a")).isSameAs(first);
    file("a.yaml", "id: a\ntemplate: two");
    old("a.yaml");
    assertThat(registry.load("a")).isSameAs(first);
    file("a.yaml", "id: a\ntemplate: three");
    assertThat(registry.load("a").template()).isEqualTo("three");
  }

  @Test
  void find_fileAddedOrDeleted_isNoticed() throws Exception {
    file("b.yaml", "id: x\ntemplate: b");
    YamlRegistry registry = YamlRegistry.open(folder);
    assertThat(registry.load("x").template()).isEqualTo("b");
    file("a.yaml", "id: x\ntemplate: a");
    assertThat(registry.load("x").template()).isEqualTo("a");
    Files.delete(folder.resolve("a.yaml"));
    Files.delete(folder.resolve("b.yaml"));
    assertThat(registry.find("x")).isNull();
    assertThatThrownBy(() -> registry.load("x"))
        .isInstanceOf(PromptException.NotFound.class)
        .hasMessageContaining("'x'");
  }

  @Test
  void find_idThatOnlyAnInvalidFileNames_saysWhatIsWrong() throws Exception {
    file("sub/x.yaml", "id: x\ntemplate: 5\nversion: 1.0\ninputs: {a: {type: str}}");
    assertThatThrownBy(() -> YamlRegistry.open(folder).find("x"))
        .isInstanceOf(PromptException.InvalidTemplate.class)
        .hasMessage(
            "sub/x.yaml is no valid template: version must be text, not the number 1.0; template"
                + " must be text, not the integer 5; inputs.a.type must be 'string', 'number',"
                + " 'boolean', 'array<string>' or 'object', not 'str'.");
  }

  @Test
  void failures_fileThatCannotBeRead_isReportedAndTheRestIsTaken() throws Exception {
    file("good.yaml", "id: good\ntemplate: x");
    file("bad.yml", "id: [bad");
    file("broken/folder.yaml/in.yaml", "id: inner\ntemplate: x");
    Files.createSymbolicLink(folder.resolve("gone.yaml"), folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    YamlRegistry registry = YamlRegistry.open(folder);
    assertThat(registry.ids()).containsExactly("good", "inner");
    assertThat(registry.failures())
        .extracting(TemplateFailure::path)
        .containsExactly("bad.yml", "broken/folder.yaml", "gone.yaml");
  }

  @Test
  void open_folderThatIsNotThere_saysSo() {
    YamlRegistry registry = YamlRegistry.open(folder.resolve("nowhere"));
    assertThatThrownBy(registry::ids)
        .isInstanceOf(PromptException.Unreadable.class)
        .hasMessageContaining("nowhere is not there");
  }

  @Test
  void ids_ofARange_areInByteOrderBothWays() throws Exception {
    for (String id : List.of("a", "B", "é", "😀", "\uff5e", "a b", "ab")) {
      file(FileNames.of(id), "id: \"" + id + "\"\ntemplate: x");
    }
    YamlRegistry registry = YamlRegistry.open(folder);
    assertThat(registry.ids()).containsExactly("B", "a", "a b", "ab", "é", "\uff5e", "😀");
    assertThat(registry.ids(Range.after("a"), 2)).containsExactly("a b", "ab");
    assertThat(registry.ids(Range.after("a").reversed(), 2)).containsExactly("😀", "\uff5e");
    assertThat(registry.ids(Range.<String>all().reversed().beyond("a b"), 9))
        .containsExactly("a", "B");
    assertThat(registry.ids(Range.prefix("a"), 9)).containsExactly("a", "a b", "ab");
    assertThat(registry.list(Range.only("é"), 9)).hasSize(1);
  }

  @Test
  void saveAll_randomTemplates_readBackEqual() {
    RandomValues values = RandomValues.seeded();
    YamlRegistry registry = YamlRegistry.open(folder);
    for (int i = 0; i < 200; i++) {
      TemplateSpec spec = RandomSpecs.next(values, true);
      registry.save(spec, SaveMode.REPLACE);
      assertThat(TaggedJson.write(RandomSpecs.tree(registry.load(spec.id()))))
          .as("%s", values)
          .isEqualTo(TaggedJson.write(RandomSpecs.tree(spec)));
    }
  }

  @Test
  void save_versionWithAnotherBody_isAConflictUnlessReplaced() {
    YamlRegistry registry = YamlRegistry.open(folder);
    TemplateSpec one = TemplateSpec.of("a/../b", "one");
    registry.save(one);
    registry.save(one);
    assertThatThrownBy(() -> registry.save(one.withTemplate("two")))
        .isInstanceOf(PromptException.VersionConflict.class);
    registry.save(one.withTemplate("two").withVersion("0.2.0"));
    assertThat(registry.versions("a/../b")).containsExactly("0.2.0");
    registry.save(one.withTemplate("three").withVersion("0.2.0"), SaveMode.REPLACE);
    assertThat(registry.load("a/../b").template()).isEqualTo("three");
    assertThat(registry.loadReference("a/../b@0.2.0").template()).isEqualTo("three");
    assertThat(folder).isDirectoryContaining(file -> file.endsWith("a%2F..%2Fb.yaml"));
    registry.delete("a/../b");
    assertThat(registry.ids()).isEmpty();
  }

  @Test
  void save_fileThatAHandWrote_isWrittenInItsPlace() throws Exception {
    file("deep/mine.yml", "id: x\ntemplate: one\nmetadata: {}");
    YamlRegistry registry = YamlRegistry.open(folder);
    registry.save(
        new TemplateSpec("x", "2", "why", "two\n", OrderedMap.empty(), OrderedMap.empty()));
    assertThat(folder.resolve("deep/mine.yml"))
        .hasContent("id: x\nversion: \"2\"\ndescription: why\ntemplate: |\n  two\n");
    assertThat(registry.ids()).containsExactly("x");
  }
}
