package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.Syntax;
import dev.fulgur.jinja.TemplateSyntaxException;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Suggestions;
import java.util.ArrayList;
import java.util.List;

/// The tags that are open and the tags that they wait for, for errors that say what is missing.
final class Tags {

  private static final List<String> KNOWN =
      List.of(
          "for",
          "endfor",
          "if",
          "elif",
          "else",
          "endif",
          "block",
          "endblock",
          "extends",
          "print",
          "macro",
          "endmacro",
          "include",
          "from",
          "import",
          "set",
          "endset",
          "with",
          "endwith",
          "autoescape",
          "endautoescape",
          "call",
          "endcall",
          "filter",
          "endfilter",
          "raw",
          "endraw");

  private final TokenStream tokens;
  private final Syntax syntax;
  private final List<String> open = new ArrayList<>();
  private final List<String[]> ends = new ArrayList<>();

  Tags(TokenStream tokens, Syntax syntax) {
    this.tokens = tokens;
    this.syntax = syntax;
  }

  void open(String tag) {
    open.add(tag);
  }

  void close() {
    open.removeLast();
  }

  void waitFor(String[] tags) {
    ends.add(tags);
  }

  void waited() {
    ends.removeLast();
  }

  TemplateSyntaxException unexpectedEnd() {
    return tokens.fail(report("Unexpected end of template.", ""));
  }

  TemplateSyntaxException unknown(String tag, int pos) {
    String message = report("Encountered unknown tag " + Repr.text(tag) + ".", tag);
    return tokens.fail(message + hint(tag), pos);
  }

  private String hint(String tag) {
    if (tag.equals("do") && !syntax.doTag()) {
      return " The tag 'do' is an option that is off here.";
    }
    if ((tag.equals("break") || tag.equals("continue")) && !syntax.loopControls()) {
      return " The tags 'break' and 'continue' are an option that is off here.";
    }
    String close = KNOWN.contains(tag) ? null : Suggestions.closest(tag, KNOWN);
    return close == null ? "" : " Did you mean '" + close + "'?";
  }

  private String report(String start, String tag) {
    StringBuilder message = new StringBuilder(start);
    String[] looking = ends.isEmpty() ? new String[0] : ends.getLast();
    if (looking.length > 0) {
      StringBuilder wanted = new StringBuilder();
      for (String end : looking) {
        wanted.append(wanted.isEmpty() ? "" : " or ").append(Repr.text(end));
      }
      boolean expected = !tag.isEmpty() && expected(tag);
      message.append(
          expected
              ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently"
                  + " looking for "
              : " Jinja was looking for the following tags: ");
      message.append(wanted).append('.');
    }
    if (!open.isEmpty()) {
      message.append(" The innermost block that needs to be closed is ");
      message.append(Repr.text(open.getLast())).append('.');
    }
    return message.toString();
  }

  private boolean expected(String tag) {
    for (String[] tags : ends) {
      for (String end : tags) {
        if (end.equals(tag)) {
          return true;
        }
      }
    }
    return false;
  }
}
