package dev.fulgur.tracker.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which contexts a file has and which remarks in it are kept, by rules that stand in a file that
/// people can read and write.
///
/// ```
/// line    = name where what*           ; separated by spaces; empty, or from # on, a comment
/// name    = "context:" text | "insight:" text
/// where   = "path" | "content" | "comment"
/// ```
///
/// Immutable; any thread may use it.
public final class Rules {

  private static final int CONTENT_HITS = 3;
  private static final int MAX_REMARK_CHARS = 300;

  private record PathRule(String context, IgnorePattern pattern) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Word(String name, boolean isComment, byte[] exact) {}

  private final List<PathRule> paths = new ArrayList<>();
  private final List<Word> words = new ArrayList<>();
  private final WordFinder finder;

  private Rules(String text, String from) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      read(line.strip(), from, number);
    }
    List<String> texts = new ArrayList<>();
    for (Word word : words) {
      texts.add(new String(word.exact(), StandardCharsets.UTF_8));
    }
    finder = new WordFinder(texts);
  }

  /// What the rules found in a file.
  ///
  /// @param contexts its contexts, in order
  /// @param remarks the remarks that are kept, in the order of their lines
  public record Findings(List<String> contexts, List<Remark> remarks) {

    /// Copies the lists.
    public Findings {
      contexts = List.copyOf(contexts);
      remarks = List.copyOf(remarks);
    }
  }

  /// A line that is kept.
  ///
  /// @param kind its kind, such as `insight:todo`
  /// @param text the line without the space around it
  /// @param line its number, from 1
  /// @param startByte its offset in the file
  /// @param lengthBytes its length
  public record Remark(String kind, String text, int line, int startByte, int lengthBytes) {}

  /// The rules that come with the program.
  public static Rules usual() {
    try (InputStream in = Rules.class.getResourceAsStream("default.rules")) {
      if (in == null) {
        throw new IllegalStateException("default.rules is missing from the jar; build it again.");
      }
      return new Rules(new String(in.readAllBytes(), StandardCharsets.UTF_8), "default.rules");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rules in a file.
  ///
  /// @throws IOException if it cannot be read
  /// @throws IllegalArgumentException if a line of it is no rule
  public static Rules of(Path file) throws IOException {
    return new Rules(Files.readString(file), file.toString());
  }

  private void read(String line, String from, int number) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    String[] parts = line.split("\\s+", -1);
    boolean isInsight = parts[0].startsWith("insight:");
    if (parts.length < 3 || !(isInsight || parts[0].startsWith("context:"))) {
      throw new IllegalArgumentException(
          "Line %d of %s is no rule: give a name that begins with context: or insight:, then path, content or comment, then what to look for."
              .formatted(number, from));
    }
    for (int i = 2; i < parts.length; i++) {
      switch (parts[1]) {
        case "path" -> {
          IgnorePattern pattern = IgnorePattern.parse(parts[i]);
          if (pattern != null && !isInsight) {
            paths.add(new PathRule(parts[0], pattern));
          }
        }
        case "content" -> words.add(new Word(parts[0], false, bytes(parts[i])));
        case "comment" -> words.add(new Word(parts[0], true, bytes(parts[i])));
        default ->
            throw new IllegalArgumentException(
                "Line %d of %s looks for something in \"%s\"; use path, content or comment."
                    .formatted(number, from, parts[1]));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Looks at a file.
  ///
  /// @param path its path, relative to the root of its tree
  /// @param content all of it
  public Findings look(Path path, byte[] content) {
    Set<String> contexts = new TreeSet<>();
    ofPath(path, contexts);
    Map<String, Integer> hits = new TreeMap<>();
    RemarkScan scan = new RemarkScan(content);
    finder.find(
        content,
        (index, end) -> {
          Word word = words.get(index);
          if (word.isComment()) {
            scan.mark(word, end);
          } else {
            hits.merge(word.name(), 1, Integer::sum);
          }
        });
    hits.forEach(
        (context, count) -> {
          if (count >= CONTENT_HITS) {
            contexts.add(context);
          }
        });
    return new Findings(List.copyOf(contexts), scan.remarks);
  }

  private void ofPath(Path path, Set<String> contexts) {
    String[] names = new String[path.getNameCount()];
    for (int i = 0; i < names.length; i++) {
      names[i] = path.getName(i).toString();
    }
    for (PathRule rule : paths) {
      if (!contexts.contains(rule.context()) && matches(rule.pattern(), names)) {
        contexts.add(rule.context());
      }
    }
  }

  private static boolean matches(IgnorePattern pattern, String[] names) {
    for (int length = 1; length <= names.length; length++) {
      boolean isFile = length == names.length;
      if (isFile && pattern.foldersOnly()) {
        return false;
      }
      if (pattern.matches(isFile ? names : java.util.Arrays.copyOf(names, length))) {
        return true;
      }
    }
    return false;
  }

  /// Gathers remarks while hits come in the order of the file.
  private static final class RemarkScan {
    private final byte[] content;
    private final List<Remark> remarks = new ArrayList<>();
    private int line = 1;
    private int lineStart;
    private int lastRemarkLine;
    private int counted;

    RemarkScan(byte[] content) {
      this.content = content;
    }

    void mark(Word word, int end) {
      int start = end - word.exact().length;
      if (!java.util.Arrays.equals(content, start, end, word.exact(), 0, word.exact().length)
          || (end < content.length && !endsMarker(content[end]))) {
        return;
      }
      for (; counted < start; counted++) {
        if (content[counted] == '\n') {
          line++;
          lineStart = counted + 1;
        }
      }
      if (line == lastRemarkLine || !beginsComment(start)) {
        return;
      }
      int lineEnd = end;
      while (lineEnd < content.length && content[lineEnd] != '\n') {
        lineEnd++;
      }
      String text =
          new String(content, lineStart, lineEnd - lineStart, StandardCharsets.UTF_8).strip();
      if (text.length() > MAX_REMARK_CHARS) {
        int cut = Character.isHighSurrogate(text.charAt(MAX_REMARK_CHARS - 1)) ? 1 : 0;
        text = text.substring(0, MAX_REMARK_CHARS - cut);
      }
      remarks.add(new Remark(word.name(), text, line, lineStart, lineEnd - lineStart));
      lastRemarkLine = line;
    }

    private static boolean endsMarker(byte b) {
      return b == ':' || b == '(' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /// Whether what stands between the beginning of the line and `start` opens a comment, and
    /// nothing else stands in the comment before it.
    private boolean beginsComment(int start) {
      int i = start - 1;
      while (i >= lineStart && (content[i] == ' ' || content[i] == '\t')) {
        i--;
      }
      if (i < lineStart) {
        return false;
      }
      return switch (content[i]) {
        case '#', '*' -> true;
        case '/' -> i > lineStart && content[i - 1] == '/';
        case '!' -> i > lineStart && content[i - 1] == '/';
        case '-' -> i > lineStart && content[i - 1] == '-';
        default -> false;
      };
    }
  }
}
