package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VaultTest {

  @TempDir private Path folder;

  @Test
  void get_again_isTheSameHandleUntilTheTemplateChanges() {
    try (Vault vault = vault()) {
      vault.registry().save(TemplateSpec.of("a", "one"));
      TemplateHandle first = vault.get("a");
      assertThat(vault.get("a")).isSameAs(first);
      vault.registry().save(TemplateSpec.of("b", "other"));
      assertThat(vault.get("a")).isSameAs(first);
      vault.registry().save(TemplateSpec.of("a", "two"), SaveMode.REPLACE);
      assertThat(vault.get("a").render(Map.of())).isEqualTo("two");
      assertThat(first.render(Map.of())).isEqualTo("one");
      check(vault);
    }
  }

  @Test
  void get_afterADelete_isNotFound() {
    try (Vault vault = vault()) {
      vault.registry().save(TemplateSpec.of("a", "one"));
      assertThat(vault.get("a").id()).isEqualTo("a");
      vault.registry().delete("a");
      assertThatThrownBy(() -> vault.get("a")).isInstanceOf(PromptException.NotFound.class);
      assertThatThrownBy(() -> vault.get("")).isInstanceOf(PromptException.NotFound.class);
      vault.registry().save(TemplateSpec.of("a", "back"));
      assertThat(vault.get("a").render(Map.of())).isEqualTo("back");
      check(vault);
    }
  }

  @Test
  void getVersion_ofAnOlderOne_followsItsReplacementAndItsReturn() {
    try (Vault vault = vault()) {
      Registry registry = vault.registry();
      registry.save(TemplateSpec.of("a", "one").withVersion("1"));
      registry.save(TemplateSpec.of("a", "two").withVersion("2"));
      assertThat(vault.get("a", "1").render(Map.of())).isEqualTo("one");
      assertThat(vault.get("a", "1")).isSameAs(vault.get("a", "1"));
      assertThat(vault.get("a", "2").render(Map.of())).isEqualTo("two");
      registry.save(TemplateSpec.of("a", "eins").withVersion("1"), SaveMode.REPLACE);
      assertThat(vault.get("a", "1").render(Map.of())).isEqualTo("eins");
      assertThat(vault.get("a", "2").render(Map.of())).isEqualTo("two");
      assertThat(vault.get("a").version()).isEqualTo("1");
      assertThatThrownBy(() -> vault.get("a", "3")).isInstanceOf(PromptException.NotFound.class);
      assertThat(vault.getReference("a@2").version()).isEqualTo("2");
      registry.save(TemplateSpec.of("a@2", "whole"));
      assertThat(vault.getReference("a@2").id()).isEqualTo("a@2");
      check(vault);
    }
  }

  @Test
  void getMany_ofSeveral_leavesOutWhatIsNotThereInTheOrderAskedFor() {
    try (Vault vault = vault()) {
      vault.registry().saveAll(List.of(TemplateSpec.of("a", "A"), TemplateSpec.of("b", "B")));
      assertThat(vault.getMany(List.of("b", "x", "a")).keySet()).containsExactly("b", "a");
      TemplateHandle b = vault.get("b");
      assertThat(vault.getMany(List.of("b"))).containsValue(b);
      check(vault);
    }
  }

  @Test
  void cache_smallerThanTheTemplates_answersAllTheSame() {
    try (Vault vault = Vault.of(LmdbRegistry.open(folder.resolve("db")), 4, null)) {
      for (int i = 0; i < 50; i++) {
        vault.registry().save(TemplateSpec.of("t" + i, "text " + i));
      }
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 50; i++) {
          assertThat(vault.get("t" + i).render(Map.of())).isEqualTo("text " + i);
        }
      }
      check(vault);
    }
  }

  @Test
  void open_ofAFolder_seesAFileAsSoonAsItIsWritten() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, "id: a\ntemplate: one\n");
    try (Vault vault = Vault.open(folder)) {
      TemplateHandle first = vault.get("a");
      assertThat(vault.get("a")).isSameAs(first);
      Files.writeString(file, "id: a\ntemplate: another\n");
      assertThat(vault.get("a").render(Map.of())).isEqualTo("another");
      vault.invalidate();
      assertThat(vault.getMany(List.of("a", "b")).keySet()).containsExactly("a");
      assertThatThrownBy(() -> vault.get("b")).isInstanceOf(PromptException.NotFound.class);
    }
    assertThatThrownBy(() -> Vault.open(folder.resolve("nowhere")))
        .isInstanceOf(PromptException.Unreadable.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void open_ofAConfigWithBothPlaces_takesOverFromTheFolder() throws IOException {
    Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(folder.resolve("prompts/a.yaml"), "id: a\ntemplate: one\n");
    Path config = folder.resolve("fulgur.yaml");
    Files.writeString(config, "registry: lmdb\ndb_path: ./db\nprompt_dir: ./prompts\n");
    try (Vault vault = Vault.open(config)) {
      assertThat(vault.get("a").render(Map.of())).isEqualTo("one");
      Files.writeString(folder.resolve("prompts/b.yaml"), "id: b\ntemplate: later\n");
      assertThat(vault.getMany(List.of("b", "a")).keySet()).containsExactly("b", "a");
      assertThat(vault.get("b").render(Map.of())).isEqualTo("later");
    }
  }

  @Test
  void run_withLoggingOn_isInTheLogOnceTheVaultIsClosed() throws IOException, SQLException {
    Path config = folder.resolve("fulgur.yaml");
    Files.writeString(
        config, "registry: lmdb\ndb_path: ./db\nlogging: {enabled: true, db_path: ./calls.db}\n");
    try (Vault vault = Vault.open(config)) {
      vault.registry().save(TemplateSpec.of("a", "Say {{ 1 + 1 }}"));
      TemplateHandle handle = vault.get("a");
      for (int i = 0; i < 3_000; i++) {
        assertThat(handle.run(prompt -> prompt + "!", Map.of())).isEqualTo("Say 2!");
      }
      handle.execute(prompt -> new Answer("x", "acme", "m-1", 10, 20, 0.5), Map.of());
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("calls.db"));
        var statement = connection.createStatement()) {
      try (ResultSet counted =
          statement.executeQuery(
              "SELECT COUNT(*) FROM logs WHERE prompt_id = 'a' AND version = '0.1.0'"
                  + " AND inputs_json = '{}' AND output_text = 'Say 2!' AND latency_ms >= 0"
                  + " AND provider IS NULL AND created_at LIKE '20__-__-__ __:__:__.___'")) {
        assertThat(counted.getInt(1)).isEqualTo(3_000);
      }
      try (ResultSet last = statement.executeQuery("SELECT * FROM logs ORDER BY id DESC LIMIT 1")) {
        assertThat(last.getString("provider")).isEqualTo("acme");
        assertThat(last.getString("model")).isEqualTo("m-1");
        assertThat(last.getInt("tokens_in")).isEqualTo(10);
        assertThat(last.getInt("tokens_out")).isEqualTo(20);
        assertThat(last.getDouble("cost_usd")).isEqualTo(0.5);
        assertThat(last.getDouble("cost")).isEqualTo(0.5);
      }
    }
  }

  @Test
  void log_addedToAfterItsClose_countsWhatItLost() {
    CallLog log = CallLog.open(folder.resolve("calls.db"), notice -> {});
    log.close();
    log.close();
    log.add(new CallRecord("a", "1", Map.of(), Answer.of("x"), Duration.ZERO, Instant.EPOCH));
    assertThat(log.lost()).isEqualTo(1);
    assertThatThrownBy(() -> CallLog.open(folder.resolve("no/such/calls.db"), notice -> {}))
        .isInstanceOf(PromptException.Unreadable.class);
  }

  private Vault vault() {
    return Vault.of(LmdbRegistry.open(folder.resolve("db")));
  }

  private static void check(Vault vault) {
    assertThat(((LmdbRegistry) vault.registry()).store().check().problems()).isEmpty();
  }
}
