package dev.fulgur.prompts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a label could not do, and why.
public abstract sealed class LabelException extends PromptException
    permits LabelException.Missing,
        LabelException.Invalid,
        LabelException.Refused,
        LabelException.NothingBefore {
  private static final long serialVersionUID = 1L;
  private final String label;
  private final @Nullable String id;

  LabelException(String label, @Nullable String id, String message) {
    super(message, null);
    this.label = label;
    this.id = id;
  }

  /// The label.
  public String label() {
    return label;
  }

  /// The id of the template, or null if no template was meant.
  public @Nullable String id() {
    return id;
  }

  /// A template does not have the label.
  public static final class Missing extends LabelException {
    private static final long serialVersionUID = 1L;

    Missing(String id, String label, String where) {
      super(
          label,
          id,
          "The template "
              + quote(id)
              + " has no label "
              + quote(label)
              + " in "
              + where
              + "; labels shows those that it has.");
    }
  }

  /// A text is no label, or no versions for one.
  public static final class Invalid extends LabelException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Invalid(String label, @Nullable String id, String reason, String advice) {
      super(
          label,
          id,
          "The label "
              + quote(label)
              + (id == null ? "" : " of " + quote(id))
              + " cannot be set: "
              + reason
              + "; "
              + advice
              + ".");
      this.reason = reason;
    }

    /// What is wrong, as one clause.
    public String reason() {
      return reason;
    }
  }

  /// A guarded label was to be put on a version that breaks those who call the one that it names.
  public static final class Refused extends LabelException {
    private static final long serialVersionUID = 1L;
    private final String version;
    private final transient List<String> breaks;

    Refused(String id, String label, String version, List<String> breaks) {
      super(
          label,
          id,
          "The guarded label "
              + quote(label)
              + " of "
              + quote(id)
              + " cannot take version "
              + quote(version)
              + ", which breaks its callers: "
              + String.join("; ", breaks)
              + "; give what is new a default, or force it on purpose.");
      this.version = version;
      this.breaks = List.copyOf(breaks);
    }

    /// The version that was refused.
    public String version() {
      return version;
    }

    /// What breaks, one clause each.
    public List<String> breaks() {
      return breaks;
    }
  }

  /// A label was to go back, and there is nothing before what it names.
  public static final class NothingBefore extends LabelException {
    private static final long serialVersionUID = 1L;

    NothingBefore(String id, String label) {
      super(
          label,
          id,
          "The label "
              + quote(label)
              + " of "
              + quote(id)
              + " cannot go back: it named no other version before; history shows its moves.");
    }
  }
}
