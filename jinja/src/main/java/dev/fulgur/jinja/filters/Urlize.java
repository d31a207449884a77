package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Chars;
import dev.fulgur.jinja.runtime.Compare;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Slices;
import dev.fulgur.jinja.runtime.Strings;
import dev.fulgur.jinja.runtime.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Makes links of the addresses in a text.
final class Urlize {

  private static final String[][] BRACKETS = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};

  private final String attributes;
  private final Object limit;
  private final Budget budget;
  private final List<String> schemes;
  private final Out out;

  private Urlize(String attributes, Object limit, List<String> schemes, Budget budget) {
    this.attributes = attributes;
    this.limit = limit;
    this.budget = budget;
    this.schemes = schemes;
    this.out = Out.text(budget);
  }

  static Object filter(Context context, Object[] args) {
    Budget budget = context.budget();
    TreeSet<String> rel = new TreeSet<>();
    if (Truth.of(args[4])) {
      addWords(rel, text(args[4], "split"));
    }
    if (Truth.of(args[2])) {
      rel.add("nofollow");
    }
    rel.add("noopener");
    List<String> schemes = schemes(args[5], budget);
    String attributes = " rel=\"" + Escape.markup(String.join(" ", rel), budget).text() + "\"";
    if (Truth.of(args[3])) {
      attributes += " target=\"" + Escape.markup(args[3], budget).text() + "\"";
    }
    Urlize urlize = new Urlize(attributes, args[1], schemes, budget);
    String all = Escape.markup(args[0], budget).text();
    budget.text(all.length() * 8L);
    urlize.words(all);
    budget.text(urlize.out.length());
    String text = urlize.out.toString();
    return context.autoescape() ? new Markup(text) : text;
  }

  private static void addWords(Set<String> to, String text) {
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && !Chars.isSpace(text.charAt(end))) {
        end++;
      }
      if (end > i) {
        to.add(text.substring(i, end));
      }
      i = end + 1;
    }
  }

  private static String text(Object value, String method) {
    if (value instanceof String || value instanceof Markup) {
      return Print.text(value);
    }
    throw PyError.noAttribute(value, method);
  }

  private static List<String> schemes(Object value, Budget budget) {
    List<String> schemes = new ArrayList<>();
    if (value == None.NONE) {
      return schemes;
    }
    for (Object scheme : Iteration.list(value, budget)) {
      if (!(scheme instanceof String || scheme instanceof Markup)) {
        throw PyError.type(
            "expected string or bytes-like object, got '" + Print.typeName(scheme) + "'");
      }
      String s = Print.text(scheme);
      if (!isScheme(s)) {
        throw PyError.filterArgument(Repr.of(scheme) + " is not a valid URI scheme prefix.");
      }
      schemes.add(s);
    }
    return schemes;
  }

  /// Two or more letters, digits, points, pluses or hyphens, a colon, at most two slashes.
  private static boolean isScheme(String s) {
    int colon = s.indexOf(':');
    if (colon < 0 || Strings.length(s.substring(0, colon)) < 2) {
      return false;
    }
    String slashes = s.substring(colon + 1);
    return s.substring(0, colon)
            .codePoints()
            .allMatch(c -> Chars.isWord(c) || c == '.' || c == '+' || c == '-')
        && (slashes.isEmpty() || slashes.equals("/") || slashes.equals("//"));
  }

  private void words(String s) {
    int i = 0;
    while (i < s.length()) {
      int from = i;
      boolean space = Chars.isSpace(s.charAt(i));
      while (i < s.length() && Chars.isSpace(s.charAt(i)) == space) {
        i++;
      }
      if (space) {
        out.append(s, from, i);
      } else {
        word(s.substring(from, i));
      }
    }
  }

  private void word(String word) {
    int start = 0;
    for (int n = opening(word, start); n > 0; n = opening(word, start)) {
      start += n;
    }
    int end = word.length();
    for (int n = closing(word, start, end); n > 0; n = closing(word, start, end)) {
      end -= n;
    }
    int balanced = balanced(word, start, end);
    out.append(word, 0, start);
    link(word.substring(start, balanced));
    out.append(word, balanced, word.length());
  }

  private static int opening(String word, int at) {
    if (word.startsWith("(", at) || word.startsWith("<", at)) {
      return 1;
    }
    return word.startsWith("&lt;", at) ? 4 : 0;
  }

  private static int closing(String word, int start, int end) {
    if (end <= start) {
      return 0;
    }
    if (")>.,\n".indexOf(word.charAt(end - 1)) >= 0) {
      return 1;
    }
    return end - start >= 4 && word.startsWith("&gt;", end - 4) ? 4 : 0;
  }

  /// Takes back as many closing brackets from behind the end as the middle has too few.
  private static int balanced(String word, int start, int end) {
    int middle = end;
    for (String[] bracket : BRACKETS) {
      int opened = count(word, bracket[0], start, middle);
      if (opened <= count(word, bracket[1], start, middle)) {
        continue;
      }
      int wanted = Math.min(opened, count(word, bracket[1], middle, word.length()));
      for (int i = 0; i < wanted; i++) {
        middle = word.indexOf(bracket[1], middle) + bracket[1].length();
      }
    }
    return middle;
  }

  private static int count(String s, String part, int from, int to) {
    int count = 0;
    for (int at = s.indexOf(part, from);
        at >= 0 && at + part.length() <= to;
        at = s.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private String shortened(String s) {
    if (limit == None.NONE
        || !Compare.ordered((long) Strings.length(s), limit, Compare.Order.GT, budget)) {
      return s;
    }
    return Print.text(Slices.slice(s, None.NONE, limit, None.NONE, budget)) + "...";
  }

  private void link(String middle) {
    if (UrlPattern.isWebAddress(middle)) {
      boolean schemed = middle.startsWith("https://") || middle.startsWith("http://");
      anchor(schemed ? middle : "https://" + middle, attributes, shortened(middle));
    } else if (middle.startsWith("mailto:") && UrlPattern.isMailAddress(middle.substring(7))) {
      anchor(middle, "", middle.substring(7));
    } else if (middle.indexOf('@') > 0
        && !middle.startsWith("www.")
        && middle.indexOf(':') < 0
        && UrlPattern.isMailAddress(middle)) {
      anchor("mailto:" + middle, "", middle);
    } else {
      String linked = middle;
      for (String scheme : schemes) {
        if (!linked.equals(scheme) && linked.startsWith(scheme)) {
          linked = "<a href=\"" + linked + "\"" + attributes + ">" + linked + "</a>";
        }
      }
      out.append(linked);
    }
  }

  private void anchor(String address, String with, String shown) {
    out.append("<a href=\"");
    out.append(address);
    out.append('"');
    out.append(with);
    out.append('>');
    out.append(shown);
    out.append("</a>");
  }
}
