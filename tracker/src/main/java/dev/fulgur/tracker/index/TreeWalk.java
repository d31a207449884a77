package dev.fulgur.tracker.index;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Walks the files of a tree, one folder at a time, in the order of the bytes of their paths.
///
/// What is [left out][LeftOut] and what `.gitignore` files name is passed over. Links are not
/// followed: what they lead to in the tree is walked where it stands. A link that leads to a folder
/// it lies in is named as a problem, and so is a folder that cannot be read. Memory is that of the
/// folders from the root to the file.
final class TreeWalk {

  /// One file.
  ///
  /// @param path its path, absolute
  /// @param attributes what the file system says of it
  record Found(Path path, BasicFileAttributes attributes) {}

  private record Entry(Path path, String sortName, BasicFileAttributes attributes) {}

  private record Level(IgnoreRules rules, Iterator<Entry> entries) {}

  private final Path root;
  private final LeftOut leftOut;
  private final Consumer<Problem> problems;
  private final Deque<Level> levels = new ArrayDeque<>();

  /// @param root a folder, absolute and without links
  TreeWalk(Path root, LeftOut leftOut, Consumer<Problem> problems) {
    this.root = root;
    this.leftOut = leftOut;
    this.problems = problems;
    enter(root, null);
  }

  /// The next file, or null at the end.
  @Nullable Found next() {
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      if (!level.entries().hasNext()) {
        levels.removeLast();
        continue;
      }
      Entry entry = level.entries().next();
      if (entry.attributes().isDirectory()) {
        enter(entry.path(), level.rules());
      } else {
        return new Found(entry.path(), entry.attributes());
      }
    }
    return null;
  }

  private void enter(Path folder, @Nullable IgnoreRules around) {
    try {
      IgnoreRules rules = around == null ? IgnoreRules.ofRoot(folder) : around.in(folder);
      List<Entry> entries = new ArrayList<>();
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
        for (Path path : paths) {
          Entry entry = look(path, rules);
          if (entry != null) {
            entries.add(entry);
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      entries.sort((a, b) -> dev.fulgur.tracker.PathOrder.compare(a.sortName(), b.sortName()));
      levels.addLast(new Level(rules, entries.iterator()));
    } catch (IOException e) {
      problems.accept(new Problem(Problem.Kind.FOLDER, folder, "cannot be read: " + reason(e)));
    }
  }

  private @Nullable Entry look(Path path, IgnoreRules rules) {
    String name = String.valueOf(path.getFileName());
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      problems.accept(new Problem(Problem.Kind.FILE, path, "cannot be looked at: " + reason(e)));
      return null;
    }
    if (attributes.isSymbolicLink()) {
      lookAtLink(path);
      return null;
    }
    boolean folder = attributes.isDirectory();
    if (!folder && !attributes.isRegularFile()) {
      return null;
    }
    if (leftOut.holds(path, folder) || rules.leavesOut(path, folder)) {
      return null;
    }
    if (name.indexOf('\uFFFD') >= 0) {
      problems.accept(
          new Problem(Problem.Kind.NAME, path, "is left out: its name is not UTF-8 text"));
      return null;
    }
    // With the separator behind it, a folder sorts where its files do among the paths of others.
    return new Entry(path, folder ? name + '/' : name, attributes);
  }

  private void lookAtLink(Path link) {
    try {
      Path target = link.toRealPath();
      if (Files.isDirectory(target) && link.toAbsolutePath().startsWith(target)) {
        problems.accept(
            new Problem(
                Problem.Kind.LINK_CYCLE, link, "is not followed: it leads back to " + target));
      }
    } catch (IOException e) {
      // A link that leads nowhere, or around in a circle of links, is nothing to walk.
      if (!(e instanceof NoSuchFileException)) {
        problems.accept(
            new Problem(Problem.Kind.LINK_CYCLE, link, "is not followed: " + reason(e)));
      }
    }
  }

  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "it is gone";
    }
    String message = e.getMessage();
    if (e instanceof java.nio.file.FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return message == null ? e.getClass().getSimpleName() : message;
  }

  @Override
  public String toString() {
    return "walk of " + root;
  }
}
