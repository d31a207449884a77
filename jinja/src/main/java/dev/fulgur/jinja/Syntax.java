package dev.fulgur.jinja;

import org.jspecify.annotations.Nullable;

/// How a template is written: its delimiters, what becomes of white space around blocks, and the
/// tags that are there only when asked for.
///
/// @param trimBlocks the first line break after a block tag is dropped
/// @param lstripBlocks spaces and tabs before a block tag that starts its line are dropped
/// @param keepTrailingNewline the last line break of the template stays
/// @param newlineSequence what every line break of the template becomes: `\n`, `\r\n` or `\r`
/// @param lineStatementPrefix what starts a statement that is a whole line, or null for none
/// @param lineCommentPrefix what starts a comment to the end of the line, or null for none
/// @param doTag the tag `do`, which evaluates and prints nothing
/// @param loopControls the tags `break` and `continue`
/// @param autoescape whether output is escaped for HTML unless it is marked as safe
public record Syntax(
    String blockStart,
    String blockEnd,
    String variableStart,
    String variableEnd,
    String commentStart,
    String commentEnd,
    boolean trimBlocks,
    boolean lstripBlocks,
    boolean keepTrailingNewline,
    String newlineSequence,
    @Nullable String lineStatementPrefix,
    @Nullable String lineCommentPrefix,
    boolean doTag,
    boolean loopControls,
    boolean autoescape) {

  public Syntax {
    for (String s : new String[] {blockStart, blockEnd, variableStart, variableEnd}) {
      requireDelimiter(s);
    }
    requireDelimiter(commentStart);
    requireDelimiter(commentEnd);
    if (blockStart.equals(variableStart)
        || blockStart.equals(commentStart)
        || variableStart.equals(commentStart)) {
      throw new IllegalArgumentException(
          "block, variable and comment must start differently: "
              + blockStart
              + " "
              + variableStart
              + " "
              + commentStart);
    }
    if (!newlineSequence.equals("\n")
        && !newlineSequence.equals("\r\n")
        && !newlineSequence.equals("\r")) {
      throw new IllegalArgumentException("the newline sequence is none of \\n, \\r\\n and \\r");
    }
    if (lineStatementPrefix != null) {
      requireDelimiter(lineStatementPrefix);
    }
    if (lineCommentPrefix != null) {
      requireDelimiter(lineCommentPrefix);
    }
  }

  private static void requireDelimiter(String s) {
    if (s.isEmpty() || s.indexOf('\n') >= 0 || s.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("a delimiter is empty or holds a line break");
    }
  }
}
