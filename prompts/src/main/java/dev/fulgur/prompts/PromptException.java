package dev.fulgur.prompts;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the registry, the vault or a migration could not do, and why. The message is one sentence
/// with what, where, and what to do; the data are in fields.
///
/// What fails below, in the store, is a [dev.fulgur.store.StoreException].
public abstract sealed class PromptException extends RuntimeException
    permits PromptException.NotFound,
        PromptException.VersionConflict,
        PromptException.InvalidTemplate,
        PromptException.NotStorable,
        PromptException.Unreadable,
        PromptException.InvalidConfig,
        PromptException.Unsupported,
        PromptException.IncludeCycle,
        PromptException.Outdated,
        LabelException,
        ValidationException,
        RenderException {
  private static final long serialVersionUID = 1L;

  PromptException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// There is no template of an id, or none of a version of it.
  public static final class NotFound extends PromptException {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final @Nullable String version;

    NotFound(String id, @Nullable String version, String message) {
      super(message, null);
      this.id = id;
      this.version = version;
    }

    /// Of an id, or of a version of it.
    ///
    /// @param version the version that was asked for, or null if any would have done
    /// @param where the place that has none
    public static NotFound of(String id, @Nullable String version, String where) {
      String what =
          version == null
              ? "No template " + quote(id)
              : "No version " + quote(version) + " of a template " + quote(id);
      return new NotFound(id, version, what + " in " + where + "; list shows what there is.");
    }

    /// Of what stands behind the `@` of a reference.
    static NotFound ofSelector(String id, String selector, String where) {
      return new NotFound(
          id,
          selector,
          "No version "
              + quote(selector)
              + " of a template "
              + quote(id)
              + " in "
              + where
              + ", and no label of that name; versions and labels show what there is.");
    }

    /// The id that was asked for.
    public String id() {
      return id;
    }

    /// The version that was asked for, or null if any would have done.
    public @Nullable String version() {
      return version;
    }
  }

  /// A version that is stored already was to be saved with another body.
  public static final class VersionConflict extends PromptException {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final String version;

    VersionConflict(String id, String version) {
      super(
          "Version "
              + quote(version)
              + " of "
              + quote(id)
              + " is stored with another body; give the change a new version, or replace it on"
              + " purpose.",
          null);
      this.id = id;
      this.version = version;
    }

    /// The id of the template.
    public String id() {
      return id;
    }

    /// The version that is taken.
    public String version() {
      return version;
    }
  }

  /// A file or record is no valid template.
  public static final class InvalidTemplate extends PromptException {
    private static final long serialVersionUID = 1L;
    private final String source;
    private final transient List<String> problems;

    InvalidTemplate(String source, List<String> problems, @Nullable Throwable cause) {
      super(source + " is no valid template: " + String.join("; ", problems) + ".", cause);
      this.source = source;
      this.problems = List.copyOf(problems);
    }

    /// The file, or what else it was read from.
    public String source() {
      return source;
    }

    /// What is wrong with it, one clause each, beginning with the field.
    public List<String> problems() {
      return problems;
    }

    /// All that is wrong, as one clause.
    public String reason() {
      return String.join("; ", problems);
    }
  }

  /// A valid template that cannot be kept in a database.
  public static final class NotStorable extends PromptException {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final String reason;

    NotStorable(String id, String reason) {
      super("The template " + quote(id) + " cannot be stored: " + reason + ".", null);
      this.id = id;
      this.reason = reason;
    }

    /// The id of the template.
    public String id() {
      return id;
    }

    /// Why, as one clause.
    public String reason() {
      return reason;
    }
  }

  /// A folder or file of templates cannot be read or written.
  public static final class Unreadable extends PromptException {
    private static final long serialVersionUID = 1L;
    private final transient Path path;

    /// What cannot be read or written, and a sentence that says so.
    public Unreadable(Path path, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.path = path;
    }

    /// The folder or file.
    public Path path() {
      return path;
    }
  }

  /// A config file says something that it cannot.
  public static final class InvalidConfig extends PromptException {
    private static final long serialVersionUID = 1L;
    private final transient Path path;

    InvalidConfig(Path path, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.path = path;
    }

    /// The config file.
    public Path path() {
      return path;
    }
  }

  /// A template would come to include itself.
  public static final class IncludeCycle extends PromptException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> path;
    private final int line;

    /// @param path the references, from a template to itself
    /// @param line where the last of them but one names the last
    IncludeCycle(List<String> path, int line) {
      super(
          "The template "
              + quote(path.getFirst())
              + " includes itself: "
              + String.join(" -> ", path)
              + ", where line "
              + line
              + " of "
              + quote(path.get(path.size() - 2))
              + " closes the circle; take one of these includes out.",
          null);
      this.path = List.copyOf(path);
      this.line = line;
    }

    /// The line in the last template but one of the path that names the last, from 1 on.
    public int line() {
      return line;
    }

    /// The references, from a template to itself.
    public List<String> path() {
      return path;
    }
  }

  /// A version that was pinned is not what it was: its body was replaced, or it was deleted.
  public static final class Outdated extends PromptException {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final String version;
    private final boolean deleted;

    /// A version that was pinned.
    ///
    /// @param deleted whether it is gone; else its body is another one
    public Outdated(String id, String version, boolean deleted) {
      super(
          "Version "
              + quote(version)
              + " of "
              + quote(id)
              + (deleted ? " was deleted" : " was replaced by another body")
              + " since it was pinned; pin again to go on with what is there now.",
          null);
      this.id = id;
      this.version = version;
      this.deleted = deleted;
    }

    /// The id of the template.
    public String id() {
      return id;
    }

    /// The version that was pinned.
    public String version() {
      return version;
    }

    /// Whether it is gone; else its body is another one.
    public boolean deleted() {
      return deleted;
    }
  }

  /// A place does not do what it was asked for.
  public static final class Unsupported extends PromptException {
    private static final long serialVersionUID = 1L;

    Unsupported(String message) {
      super(message, null);
    }

    /// What a folder of files does not do.
    ///
    /// @param what what it has none of
    public static Unsupported noDatabase(String place, String what) {
      return new Unsupported(
          "The folder "
              + place
              + " has no "
              + what
              + "; they are kept in a database, which migrate makes of it.");
    }
  }

  private static final int SHOWN = 60;

  /// The text in quotes, shortened where it is long, on one line.
  static String quote(String text) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return "'" + shown.replace("\n", "\\n").replace("\r", "\\r") + "'";
  }
}
