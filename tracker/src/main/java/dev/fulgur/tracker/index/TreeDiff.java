package dev.fulgur.tracker.index;

import dev.fulgur.tracker.FileFacts;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.SourceFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Goes through a tree and what is known of it side by side, in the order of paths, and answers
/// where they differ. Memory does not rise with the number of files.
final class TreeDiff {

  private static final int PAGE = 512;

  /// Paths that take more bytes may stand in another order in a tracker; they are asked for one by
  /// one.
  private static final int ORDERED_BYTES = 400;

  private final String root;
  private final SourceFiles files;
  private final IndexOptions options;
  private final TreeWalk walk;
  private final List<String> unreadable = new ArrayList<>();
  private final Deque<FileRecord> page = new ArrayDeque<>();
  private @Nullable FileRecord lastOfPage;
  private boolean pagesLeft = true;
  private TreeWalk.@Nullable Found next;
  private long seen;
  private long large;

  TreeDiff(Path root, SourceFiles files, IndexOptions options, Consumer<Problem> problems) {
    this.root = root.toString();
    this.files = files;
    this.options = options;
    this.walk =
        new TreeWalk(
            root,
            options.leftOut(),
            problem -> {
              if (problem.kind() == Problem.Kind.FOLDER || problem.kind() == Problem.Kind.FILE) {
                unreadable.add(problem.path().toString());
              }
              problems.accept(problem);
            });
    advance();
  }

  /// How many files of the tree were passed so far.
  long seen() {
    return seen;
  }

  /// How many files were left out for their size.
  long large() {
    return large;
  }

  /// The next file in which they differ, or null at the end.
  @Nullable Difference next() {
    while (true) {
      FileRecord known = known();
      TreeWalk.Found found = next;
      if (found == null && known == null) {
        return null;
      }
      int order =
          found == null
              ? 1
              : known == null ? -1 : PathOrder.compare(found.path().toString(), known.path());
      if (order > 0 && known != null) {
        page.remove();
        if (!isKept(known.path())) {
          return new Difference.Gone(known);
        }
      } else if (found != null) {
        if (order == 0) {
          page.remove();
        }
        advance();
        seen++;
        FileRecord record =
            order == 0 && known != null
                ? known
                : isLong(found.path().toString()) ? files.get(found.path().toString()) : null;
        FileFacts facts = FileFacts.of(found.attributes());
        if (record == null || facts.differFrom(record)) {
          return new Difference.Stale(found.path(), facts, record);
        }
      }
    }
  }

  /// Goes to the next file of the tree that is not too large.
  private void advance() {
    next = walk.next();
    while (next != null && next.attributes().size() > options.maxFileBytes()) {
      large++;
      next = walk.next();
    }
  }

  /// The next file that is known, or null at the end.
  private @Nullable FileRecord known() {
    while (page.isEmpty() && pagesLeft) {
      List<FileRecord> records = files.under(root, lastOfPage, PAGE);
      pagesLeft = records.size() == PAGE;
      if (!records.isEmpty()) {
        lastOfPage = records.getLast();
      }
      page.addAll(records);
    }
    return page.peek();
  }

  /// Whether a known file that was not met stays: where nobody could look, nothing is known to be
  /// gone.
  private boolean isKept(String path) {
    if (isLong(path) && Files.isRegularFile(Path.of(path), LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    for (String at : unreadable) {
      if (path.equals(at)
          || (path.startsWith(at) && path.charAt(at.length()) == '/')
          || at.equals("/")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLong(String path) {
    return path.length() > ORDERED_BYTES / 3
        && path.getBytes(StandardCharsets.UTF_8).length > ORDERED_BYTES;
  }
}
