package dev.fulgur.jinja.differential;

/// Differences that are meant; docs/jinja.md lists them.
final class Known {

  private Known() {}

  static boolean differs(String template, String ours, String theirs) {
    // How deep macros may call one another is a limit of each engine.
    boolean depth = theirs.contains("RecursionError") || ours.contains("RecursionError");
    // A macro or recursive loop that includes a template without context becomes a generator.
    boolean generator =
        template.contains("without context")
            && (theirs.contains("<generator object") || theirs.contains("generator found"));
    boolean range = ours.contains("a range has more than");
    // A constant that has no slices is undefined where Jinja2 folds it, and an error elsewhere.
    boolean slice = ours.contains("object is not subscriptable");
    return generator || range || slice || depth;
  }
}
