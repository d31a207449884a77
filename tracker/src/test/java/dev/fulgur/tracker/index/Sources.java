package dev.fulgur.tracker.index;

import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.index.syntax.TreeSitterFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/// A tree of sources in a folder, and runs of the indexer over it.
final class Sources {

  final Path root;

  Sources(Path root) {
    this.root = root;
  }

  /// Writes a file, with the folders that it stands in.
  Path write(String path, String text) throws IOException {
    return write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.write(file, content);
  }

  /// Writes a file whose time of change differs from before.
  Path change(String path, String text) throws IOException {
    Path file = root.resolve(path);
    long before = Files.getLastModifiedTime(file).toMillis();
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(before + 5_000));
  }

  IndexReport index(Tracker tracker) throws IOException {
    return index(tracker, IndexOptions.usual().withWorkers(2), () -> false);
  }

  IndexReport index(Tracker tracker, IndexOptions options, BooleanSupplier stop)
      throws IOException {
    return Indexer.run(
        root,
        tracker,
        KeyHash.DEFAULT,
        options,
        () -> new TreeSitterFinder(options.parseLimit()),
        at -> {},
        stop);
  }

  /// The paths that are known, relative to the root.
  List<String> known(Tracker tracker) throws IOException {
    Path real = root.toRealPath();
    List<String> paths = new ArrayList<>();
    tracker.files().forEach(file -> paths.add(real.relativize(Path.of(file.path())).toString()));
    return paths;
  }

  FileRecord file(Tracker tracker, String path) throws IOException {
    return Objects.requireNonNull(tracker.files().get(root.toRealPath().resolve(path).toString()));
  }

  List<SymbolRecord> symbols(Tracker tracker, String path) throws IOException {
    return tracker.symbols().ofFile(root.toRealPath().resolve(path).toString());
  }

  List<String> names(Tracker tracker, String path) throws IOException {
    return symbols(tracker, path).stream().map(SymbolRecord::name).toList();
  }
}
