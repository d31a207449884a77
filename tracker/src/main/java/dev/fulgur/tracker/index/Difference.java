package dev.fulgur.tracker.index;

import dev.fulgur.tracker.FileFacts;
import dev.fulgur.tracker.FileRecord;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One file in which tree and tracker differ.
sealed interface Difference {

  /// A file that is new, newer or of another size.
  ///
  /// @param path its path
  /// @param facts what the file system says of it
  /// @param known what is known of it, or null
  record Stale(Path path, FileFacts facts, @Nullable FileRecord known) implements Difference {}

  /// A file that is known and not in the tree any more.
  ///
  /// @param known what is known of it
  record Gone(FileRecord known) implements Difference {}
}
