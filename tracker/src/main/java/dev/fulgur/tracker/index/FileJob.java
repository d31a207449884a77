package dev.fulgur.tracker.index;

import dev.fulgur.tracker.FileFacts;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.index.syntax.Language;
import dev.fulgur.tracker.index.syntax.Parsed;
import dev.fulgur.tracker.index.syntax.Symbol;
import dev.fulgur.tracker.index.syntax.SymbolFinder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one file and finds what is in it.
final class FileJob {

  private static final int BINARY_PROBE_BYTES = 8_000;
  private static final int HASH_BYTES = 16;

  /// What became of a file.
  sealed interface Result {
    /// The file.
    Path path();

    /// It was read, and is new or changed.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Read(
        Difference.Stale stale,
        byte[] content,
        String contentHash,
        Rules.Findings findings,
        List<Symbol> symbols,
        @Nullable Problem problem)
        implements Result {
      @Override
      public Path path() {
        return stale.path();
      }
    }

    /// It was read, and is what it was.
    record Same(Path path, FileFacts facts, FileRecord known) implements Result {}

    /// It is no text.
    record Binary(Path path, boolean known) implements Result {}

    /// It could not be read.
    record Failed(Path path, Problem problem) implements Result {}
  }

  private FileJob() {}

  static Result run(Path root, Difference.Stale stale, IndexOptions options, SymbolFinder finder) {
    Path path = stale.path();
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      byte[] beginning = in.readNBytes(BINARY_PROBE_BYTES);
      if (isBinary(beginning)) {
        return new Result.Binary(path, stale.known() != null);
      }
      content = joined(beginning, in.readAllBytes());
    } catch (IOException e) {
      return new Result.Failed(
          path, new Problem(Problem.Kind.FILE, path, "cannot be read: " + TreeWalk.reason(e)));
    }
    String hash = hash(content);
    FileRecord known = stale.known();
    if (known != null && known.contentHash().equals(hash)) {
      return new Result.Same(path, stale.facts(), known);
    }
    Rules.Findings findings = options.rules().look(root.relativize(path), content);
    Language language = language(path, content);
    if (language == null || content.length > options.maxFileBytes()) {
      return new Result.Read(stale, content, hash, findings, List.of(), null);
    }
    Parsed parsed = finder.find(language, content);
    return new Result.Read(
        stale, content, hash, findings, parsed.symbols(), problem(path, parsed, options));
  }

  private static @Nullable Problem problem(Path path, Parsed parsed, IndexOptions options) {
    return switch (parsed.outcome()) {
      case WHOLE -> null;
      case BROKEN ->
          new Problem(
              Problem.Kind.SYNTAX, path, "cannot be understood around line " + parsed.errorLine());
      case STOPPED ->
          new Problem(
              Problem.Kind.TOO_SLOW,
              path,
              "has no symbols: parsing it takes over " + options.parseLimit().toSeconds() + " s");
    };
  }

  /// Whether a file can be read and is no text.
  static boolean isBinary(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return isBinary(in.readNBytes(BINARY_PROBE_BYTES));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isBinary(byte[] beginning) {
    for (byte b : beginning) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static byte[] joined(byte[] beginning, byte[] rest) {
    if (rest.length == 0) {
      return beginning;
    }
    byte[] all = Arrays.copyOf(beginning, beginning.length + rest.length);
    System.arraycopy(rest, 0, all, beginning.length, rest.length);
    return all;
  }

  private static @Nullable Language language(Path path, byte[] content) {
    String name = String.valueOf(path.getFileName());
    Language language = Language.ofName(name);
    // Headers of C++ share their ending with those of C.
    if (language == Language.C && name.endsWith(".h")) {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      if (text.contains("\nclass ")
          || text.contains("\nnamespace ")
          || text.contains("\ntemplate")
          || text.contains("\n  public:")
          || text.contains("\npublic:")) {
        return Language.CPP;
      }
    }
    return language;
  }

  /// The first half of the SHA-256, in hexadecimal.
  static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no SHA-256; use another one.", e);
    }
  }
}
