package dev.fulgur.jinja.differential;

/// Differences that are meant; docs/jinja.md lists them.
final class Known {

  private Known() {}

  static boolean differs(String template, String ours, String theirs) {
    // A macro or recursive loop that includes a template without context becomes a generator, and
    // what is in it may never run.
    boolean generator =
        template.contains("without context")
            && (template.contains("macro")
                || template.contains("recursive")
                || template.contains("endset")
                || template.contains("filter")
                || template.contains("call"));
    boolean range = ours.contains("a range has more than");
    // A constant that has no slices is undefined where Jinja2 folds it, and an error elsewhere.
    boolean slice =
        ours.contains("object is not subscriptable")
            || ours.contains("slice indices must be")
            || ours.contains("unhashable type: 'slice'");
    // Jinja2 itself trips over a statement in a required block.
    boolean required =
        theirs.contains("object has no attribute 'nodes'") && ours.contains("Required blocks");
    boolean bytes =
        ours.contains("'bytes object' has no attribute")
            || ours.contains("'bytes' object has no attribute");
    // The order of a set that lost items while it was made is that of the places they left.
    boolean places = template.contains("symmetric_difference");
    // Jinja2 escapes a constant as the surroundings of an `autoescape` say whose value it cannot
    // know.
    boolean constant =
        template.contains("autoescape b") && unescaped(ours).equals(unescaped(theirs));
    // `int` of an infinite text is its default since Jinja2 3.1.5.
    boolean infinite = theirs.contains("cannot convert float infinity to integer");
    // What Python ends with when the machine's memory or the time that we give it is used up.
    boolean endless =
        (theirs.startsWith("! MemoryError") || theirs.startsWith("! TimeoutError"))
            && ours.matches("(?s)! (TimeoutError|MemoryError|OverflowError) .* more than .*");
    return generator || range || slice || required || bytes || places || constant || infinite
        || endless;
  }

  private static String unescaped(String outcome) {
    return outcome
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
