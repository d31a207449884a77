package dev.fulgur.tracker.index;

import java.nio.file.Path;
import java.util.Objects;

/// Something in a tree that could not be indexed as it should.
///
/// @param kind what it is
/// @param path where it is
/// @param what what is the matter, to be read behind the path
public record Problem(Kind kind, Path path, String what) {

  /// The kinds of problems, to be counted apart.
  public enum Kind {
    /// A folder could not be read; what is known of its files is kept.
    FOLDER,
    /// A file could not be read; what is known of it is kept.
    FILE,
    /// A name is no text.
    NAME,
    /// A link leads back to where it stands.
    LINK_CYCLE,
    /// A source does not follow the grammar of its language; what could be understood was taken.
    SYNTAX,
    /// A source took too long to parse; it was indexed without symbols.
    TOO_SLOW
  }

  /// Checks that nothing is null.
  public Problem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(what, "what");
  }

  /// One sentence, with whatever could disturb a terminal made visible.
  public String sentence() {
    StringBuilder out = new StringBuilder();
    String text = path + " " + what + ".";
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        out.append("\\x")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
