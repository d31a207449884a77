package dev.fulgur.jinja.globals;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.StrCase;
import dev.fulgur.jinja.runtime.Truth;
import java.util.concurrent.ThreadLocalRandom;

/// Text to fill a page with.
final class Lipsum {

  private static final String[] WORDS =
      ("lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut"
              + " labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation"
              + " ullamco laboris nisi aliquip ex ea commodo consequat duis aute irure in"
              + " reprehenderit voluptate velit esse cillum eu fugiat nulla pariatur excepteur sint"
              + " occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est"
              + " laborum")
          .split(" ");

  private Lipsum() {}

  static Object generate(Context context, Object[] args) {
    Budget budget = context.budget();
    long paragraphs = Numbers.toLong(args[0]);
    boolean html = Truth.of(args[1]);
    long min = Numbers.toLong(args[2]);
    long max = Numbers.toLong(args[3]);
    Out out = Out.text(budget);
    for (long i = 0; i < paragraphs; i++) {
      if (min >= max) {
        throw PyError.value("empty range for randrange() (" + min + ", " + max + ")");
      }
      if (i > 0) {
        out.append(html ? "\n" : "\n\n");
      }
      out.append(html ? "<p>" : "");
      paragraph(out, ThreadLocalRandom.current().nextLong(min, max), budget);
      out.append(html ? "</p>" : "");
    }
    budget.text(out.length());
    return html ? new Markup(out.toString()) : out.toString();
  }

  /// Sentences, with commas now and then and a full stop at the end.
  private static void paragraph(Out out, long words, Budget budget) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    boolean capital = true;
    long comma = 0;
    long stop = 0;
    String last = "";
    boolean stopped = false;
    for (long i = 0; i < words; i++) {
      budget.step();
      String word = WORDS[random.nextInt(WORDS.length)];
      while (word.equals(last)) {
        word = WORDS[random.nextInt(WORDS.length)];
      }
      last = word;
      out.append(i > 0 ? " " : "");
      out.append(capital ? StrCase.capitalize(word) : word);
      capital = false;
      stopped = false;
      boolean more = i < words - 1;
      if (i - random.nextInt(10, 20) > stop) {
        comma = i;
        stop = i;
        capital = true;
        stopped = true;
        out.append('.');
      } else if (more && i - random.nextInt(3, 8) > comma) {
        comma = i;
        stop += 2;
        out.append(',');
      }
    }
    if (!stopped) {
      out.append('.');
    }
  }
}
