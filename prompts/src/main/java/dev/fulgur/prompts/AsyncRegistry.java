package dev.fulgur.prompts;

import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.versions.Edit;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The calls of a registry that may wait, as futures. Each runs on a virtual thread of its own;
/// saves that wait together share one commit.
///
/// A future fails with what the call would have thrown. A save is durable when its future is
/// complete. Open as long as the registry is.
public final class AsyncRegistry {
  private static final Executor VIRTUAL =
      task -> Thread.ofVirtual().name("fulgur-registry").start(task);

  private final Registry registry;

  /// The twins of a registry's calls.
  public AsyncRegistry(Registry registry) {
    this.registry = registry;
  }

  /// Runs a call of this module on a virtual thread of its own.
  public static <T extends @Nullable Object> CompletableFuture<T> on(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, VIRTUAL);
  }

  /// Like [Registry#load(String)].
  public CompletableFuture<TemplateSpec> load(String reference) {
    return on(() -> registry.load(reference));
  }

  /// Like [Registry#load(String, String)].
  public CompletableFuture<TemplateSpec> load(String id, String version) {
    return on(() -> registry.load(id, version));
  }

  /// Like [Registry#search].
  public CompletableFuture<List<TemplateSpec>> search(Query query) {
    return on(() -> registry.search(query));
  }

  /// Like [Registry#save(TemplateSpec)].
  public CompletableFuture<@Nullable Void> save(TemplateSpec spec) {
    return saveAll(List.of(spec), SaveMode.KEEP, Edit.UNSIGNED);
  }

  /// Like [Registry#saveAll(Collection, SaveMode, Edit)].
  public CompletableFuture<@Nullable Void> saveAll(
      Collection<TemplateSpec> specs, SaveMode mode, Edit edit) {
    return AsyncRegistry.<@Nullable Void>on(
        () -> {
          registry.saveAll(specs, mode, edit);
          return null;
        });
  }
}
