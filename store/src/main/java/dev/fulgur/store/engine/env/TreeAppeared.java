package dev.fulgur.store.engine.env;

import java.io.Serial;
import java.nio.file.Path;

/// A snapshot asked for a tree that another process made after the snapshot was taken. The next
/// snapshot has it.
final class TreeAppeared extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  TreeAppeared(String tree, Path folder) {
    super(
        "Another process made the table or index \"%s\" of %s while this view was open; open another view."
            .formatted(tree, folder));
  }
}
