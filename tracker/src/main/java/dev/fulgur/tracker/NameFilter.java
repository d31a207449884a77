package dev.fulgur.tracker;

import java.util.Objects;

/// Which names are looked for.
///
/// @param how how the text is compared
/// @param text the text; [How#CONTAINS] with an empty text finds every name
public record NameFilter(How how, String text) {

  /// Every name.
  public static final NameFilter ALL = new NameFilter(How.CONTAINS, "");

  /// Checks that both are there.
  public NameFilter {
    Objects.requireNonNull(how, "how");
    Objects.requireNonNull(text, "text");
  }

  /// The name that is exactly this text.
  public static NameFilter exact(String text) {
    return new NameFilter(How.EXACT, text);
  }

  /// Names that begin with this text.
  public static NameFilter prefix(String text) {
    return new NameFilter(How.PREFIX, text);
  }

  /// Names in which this text stands, whatever the case of ASCII letters.
  public static NameFilter contains(String text) {
    return new NameFilter(How.CONTAINS, text);
  }

  /// Whether `name` is found.
  public boolean matches(String name) {
    return switch (how) {
      case EXACT -> name.equals(text);
      case PREFIX -> name.startsWith(text);
      case CONTAINS -> AsciiCase.contains(name, AsciiCase.lower(text));
    };
  }

  /// How the text is compared with a name.
  public enum How {
    /// The name is the text.
    EXACT,
    /// The name begins with the text.
    PREFIX,
    /// The text stands in the name, whatever the case of ASCII letters.
    CONTAINS
  }
}
