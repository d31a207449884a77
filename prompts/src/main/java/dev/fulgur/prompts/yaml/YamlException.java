package dev.fulgur.prompts.yaml;

/// Input that is not a YAML 1.1 document, or one that the reader refuses. The message is one line:
/// where it is, and what is wrong there.
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  YamlException(Mark mark, String problem) {
    super("line " + (mark.line() + 1) + ", column " + (mark.column() + 1) + ": " + problem);
    this.line = mark.line() + 1;
    this.column = mark.column() + 1;
  }

  YamlException(String problem) {
    super(problem);
    this.line = 0;
    this.column = 0;
  }

  /// The line, from 1, or 0 where the problem has no place in the text.
  public int line() {
    return line;
  }

  /// The column, from 1 in characters, or 0 where the problem has no place in the text.
  public int column() {
    return column;
  }
}
