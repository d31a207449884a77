package dev.fulgur.prompts.watch;

import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.Registry.SaveMode;
import dev.fulgur.prompts.TemplateFile;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.store.StoreException;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/// Watches a folder of YAML files, tells of every change, and keeps a database in step where one is
/// given.
///
/// Changes that follow each other within `debounce` are looked at together, when there was none for
/// that long. A template that was saved is written to the database as it is, also under a version
/// that is there; one whose file is gone is deleted there; one whose file has a mistake is reported
/// and stays what it was. At the start, what differs is saved, and nothing is deleted.
///
/// Listeners are called by one thread of the watch.
public final class FolderWatch implements AutoCloseable {

  /// Something that happened in the folder.
  public sealed interface Change {
    /// The file, relative to the folder.
    String path();
  }

  /// A template is new or another than before.
  ///
  /// @param path the file
  /// @param id the template
  /// @param version its version
  public record Saved(String path, String id, String version) implements Change {}

  /// The file of a template is gone.
  ///
  /// @param path the file
  /// @param id the template
  public record Deleted(String path, String id) implements Change {}

  /// A file is no template, or cannot be stored.
  ///
  /// @param path the file
  /// @param reason why, as one clause
  public record Failed(String path, String reason) implements Change {}

  private final YamlRegistry folder;
  private final @Nullable Registry target;
  private final Duration debounce;
  private final Consumer<? super Change> listener;
  private final DirectoryWatcher watcher;
  private final Semaphore touched = new Semaphore(0);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread reader;
  private volatile boolean closed;

  /// What the folder held when it was last looked at: the file and the template of each id.
  private Map<String, TemplateFile> known = new HashMap<>();

  /// The reason by the path of each file with a mistake.
  private Map<String, String> mistakes = new HashMap<>();

  private FolderWatch(
      YamlRegistry folder,
      @Nullable Registry target,
      Duration debounce,
      Consumer<? super Change> listener)
      throws IOException {
    this.folder = folder;
    this.target = target;
    this.debounce = debounce;
    this.listener = listener;
    this.watcher =
        DirectoryWatcher.builder()
            .path(folder.folder())
            .logger(NOPLogger.NOP_LOGGER)
            .fileHashing(false)
            .listener(this::touch)
            .build();
    this.reader = Thread.ofPlatform().name("fulgur-watch").daemon().unstarted(this::readAll);
  }

  /// Begins to watch. When it returns, the folder has been read once, `target` is in step, and
  /// later changes are seen.
  ///
  /// @param target the registry to keep in step, or null for none; it stays the caller's to close
  /// @param listener told of each change, mistakes that are there at the start among them
  /// @throws PromptException.Unreadable if the folder cannot be watched
  public static FolderWatch start(
      Path folder,
      @Nullable Registry target,
      Duration debounce,
      Consumer<? super Change> listener) {
    try {
      FolderWatch watch = new FolderWatch(YamlRegistry.open(folder), target, debounce, listener);
      // Watching comes first: a change between the two is seen twice, not missed.
      CompletableFuture<Void> events =
          watch.watcher.watchAsync(
              task -> Thread.ofPlatform().name("fulgur-watch-events").daemon().start(task));
      if (events.isCompletedExceptionally()) {
        throw new IOException(events.exceptionNow());
      }
      watch.look(true);
      watch.reader.start();
      return watch;
    } catch (IOException e) {
      throw new PromptException.Unreadable(
          folder, "The folder " + folder + " cannot be watched: " + e.getMessage() + ".", e);
    }
  }

  private void touch(DirectoryChangeEvent event) {
    touched.release();
  }

  private void readAll() {
    try {
      while (!closed) {
        touched.acquire();
        do {
          touched.drainPermits();
        } while (!closed && touched.tryAcquire(debounce.toNanos(), TimeUnit.NANOSECONDS));
        if (!closed) {
          look(false);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody has reason to; the watch ends
    } finally {
      ended.countDown();
    }
  }

  /// Looks at the whole folder; only files that changed are read.
  private void look(boolean isFirst) {
    List<TemplateFile> files;
    try {
      files = folder.files();
    } catch (PromptException e) {
      listener.accept(new Failed(".", String.valueOf(e.getMessage())));
      return;
    }
    Map<String, TemplateFile> now = new LinkedHashMap<>();
    Map<String, String> wrong = new HashMap<>();
    Set<Object> named = new HashSet<>();
    for (TemplateFile file : files) {
      named.add(file.path());
      if (file.id() != null) {
        named.add(new Id(file.id()));
      }
      TemplateSpec spec = file.spec();
      String reason = file.reason();
      TemplateFile first = spec == null ? null : now.get(spec.id());
      if (first != null) {
        wrong.put(file.path(), "names the id of " + first.path() + ", which counts");
      } else if (spec == null || reason != null) {
        wrong.put(file.path(), String.valueOf(reason));
      } else {
        now.put(spec.id(), file);
      }
    }
    for (TemplateFile file : now.values()) {
      save(file, isFirst);
    }
    known.forEach(
        (id, file) -> {
          boolean isGone = !named.contains(file.path()) && !named.contains(new Id(id));
          if (!now.containsKey(id) && isGone) {
            delete(id, file);
          } else if (!now.containsKey(id)) {
            now.put(id, file); // the file has a mistake: what it was last stays
          }
        });
    new TreeMap<>(wrong)
        .forEach(
            (path, reason) -> {
              if (!reason.equals(mistakes.get(path))) {
                listener.accept(new Failed(path, reason));
              }
            });
    known = now;
    mistakes = wrong;
  }

  /// An id that a file names, whatever it is, told from a path.
  private record Id(Object id) {}

  private void save(TemplateFile file, boolean isFirst) {
    TemplateSpec spec = Objects.requireNonNull(file.spec());
    TemplateFile before = known.get(spec.id());
    if (before != null && spec.equals(before.spec())) {
      return;
    }
    if (isFirst && (target == null || spec.equals(target.find(spec.id())))) {
      return;
    }
    if (write(file, registry -> registry.save(spec, SaveMode.REPLACE))) {
      listener.accept(new Saved(file.path(), spec.id(), spec.version()));
    }
  }

  private void delete(String id, TemplateFile file) {
    if (write(file, registry -> registry.deleteAll(List.of(id)))) {
      listener.accept(new Deleted(file.path(), id));
    }
  }

  private boolean write(TemplateFile file, Consumer<Registry> writing) {
    if (target == null) {
      return true;
    }
    try {
      writing.accept(target);
      return true;
    } catch (PromptException | StoreException e) {
      listener.accept(new Failed(file.path(), String.valueOf(e.getMessage())));
      return false;
    }
  }

  /// Ends the watch, after what it is writing; changes that were not looked at yet are not. A
  /// second call does nothing. Not to be called by the listener.
  @Override
  public void close() {
    closed = true;
    touched.release();
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException _) {
        interrupted = true; // the target is the caller's to close: it must not be in use then
      }
    }
    try {
      watcher.close();
    } catch (IOException e) {
      listener.accept(new Failed(".", "the watch did not end well: " + e.getMessage()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
