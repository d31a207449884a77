package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.AsyncRegistry;
import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.prompts.metrics.VaultMeters;
import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.transfer.Migration;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images, futures, backups and meters.
final class VaultOperationsTest {
  @TempDir Path folder;

  private Path database() {
    Path db = folder.resolve("db");
    try (LmdbRegistry registry = LmdbRegistry.open(db)) {
      registry.save(TemplateSpec.of("a", "Hello refund").withVersion("1.0.0"));
      registry
          .labels()
          .move(LabelPlacement.of("a", "production", "1.0.0"), Edit.UNSIGNED, Gate.CLOSED);
    }
    return db;
  }

  @Test
  void image_ofADatabase_answersAndTouchesNothing() throws IOException {
    Path image = Files.createDirectory(folder.resolve("image"));
    Files.copy(database().resolve("data.mdb"), image.resolve("data.mdb"));
    try (Vault vault = Vault.of(LmdbRegistry.openImage(image))) {
      assertThat(vault.getReference("a@production").render(Map.of())).isEqualTo("Hello refund");
      assertThat(vault.registry().search(Query.ALL.withText("refund"))).hasSize(1);
      assertThat(vault.pin().get("a").version()).isEqualTo("1.0.0");
      assertThatThrownBy(() -> vault.registry().save(TemplateSpec.of("b", "x")))
          .isInstanceOfAny(StoreException.class, IllegalStateException.class);
    }
    try (Stream<Path> files = Files.list(image)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName()))).containsExactly("data.mdb");
    }
  }

  @Test
  void futures_ofManySaves_areAllThere() throws IOException {
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("db"))) {
      AsyncRegistry async = new AsyncRegistry(registry);
      List<CompletableFuture<?>> saves = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        saves.add(async.save(TemplateSpec.of("t" + i, "text " + i)));
      }
      CompletableFuture.allOf(saves.toArray(CompletableFuture[]::new)).join();
      assertThat(registry.metadata().count()).isEqualTo(200);
      assertThat(async.load("t7").join().template()).isEqualTo("text 7");
      assertThat(async.search(Query.ALL.withText("7")).join()).hasSize(1);
      assertThatThrownBy(() -> async.load("nobody").join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(PromptException.NotFound.class);
      Path prompts = Files.createDirectory(folder.resolve("prompts"));
      Files.writeString(prompts.resolve("m.yaml"), "{id: m, template: x}");
      assertThat(Migration.from(prompts, false, (_, _) -> {}).intoAsync(registry).join().migrated())
          .isEqualTo(1);
    }
  }

  @Test
  void rotation_keepsTheNewestAndNothingElse() throws IOException {
    BackupRotation rotation = new BackupRotation(folder.resolve("backups"));
    Instant time = Instant.parse("2026-03-01T09:00:00Z");
    try (LmdbRegistry registry = LmdbRegistry.open(database())) {
      for (int i = 0; i < 4; i++) {
        registry.store().backup(rotation.next(time.plusSeconds(i / 2)));
      }
    }
    Path other = Files.createDirectory(folder.resolve("backups/backup-mine"));
    assertThat(rotation.list())
        .extracting(path -> String.valueOf(path.getFileName()))
        .containsExactly(
            "backup-20260301T090000Z",
            "backup-20260301T090000Z-001",
            "backup-20260301T090001Z",
            "backup-20260301T090001Z-001");
    assertThat(rotation.trim(1)).hasSize(3);
    assertThat(other).exists();
    try (LmdbRegistry backup = LmdbRegistry.openImage(rotation.list().getFirst())) {
      assertThat(backup.load("a@production").version()).isEqualTo("1.0.0");
    }
    assertThatThrownBy(() -> rotation.trim(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void schedule_whileTheVaultIsOpen_backsUpAndTrims() throws Exception {
    Path backups = folder.resolve("backups");
    BackupRotation rotation = new BackupRotation(backups);
    List<String> notices = new ArrayList<>();
    try (Vault vault = Vault.of(LmdbRegistry.open(database()))) {
      vault.scheduleBackups(backups, Duration.ofMillis(30), 2, notices::add);
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      Path first = null;
      while (System.nanoTime() < end) {
        List<Path> made = rotation.list();
        if (first == null && !made.isEmpty()) {
          first = made.getFirst();
        }
        if (first != null && !made.isEmpty() && Files.notExists(first)) {
          break; // it was made, and replaced by newer ones
        }
        Thread.onSpinWait();
      }
      assertThat(first).isNotNull().doesNotExist();
    }
    assertThat(rotation.list()).isNotEmpty().hasSizeLessThanOrEqualTo(2);
    assertThat(notices).isEmpty();
    try (LmdbRegistry backup = LmdbRegistry.openImage(rotation.list().getLast())) {
      assertThat(backup.store().check().problems()).isEmpty();
    }
    try (Vault files = Vault.of(YamlRegistry.open(folder))) {
      assertThatThrownBy(() -> files.scheduleBackups(backups, Duration.ofHours(1), 7, notices::add))
          .isInstanceOf(PromptException.Unsupported.class);
    }
  }

  @Test
  void meters_countWhatTheVaultDoes() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (LmdbRegistry registry = LmdbRegistry.open(database());
        Vault vault = Vault.of(registry);
        VaultMeters ours = VaultMeters.of(vault, meters, "prompts")) {
      assertThat(ours).isNotNull();
      for (int i = 0; i < 5; i++) {
        vault.get("a").render(Map.of());
      }
      registry.labels().remove("a", "production", Edit.UNSIGNED);
      assertThat(meters.get("fulgur.vault.cache.hits").functionCounter().count()).isEqualTo(4);
      assertThat(meters.get("fulgur.vault.cache.misses").functionCounter().count()).isEqualTo(1);
      assertThat(meters.get("fulgur.vault.renders").functionCounter().count()).isEqualTo(5);
      assertThat(meters.get("fulgur.vault.label.moves").functionCounter().count()).isEqualTo(1);
      assertThat(meters.get("fulgur.vault.templates").tag("vault", "prompts").gauge().value())
          .isEqualTo(1);
      assertThat(meters.get("fulgur.vault.store.used").gauge().value()).isPositive();
    }
    assertThat(meters.getMeters()).isEmpty();
  }
}
