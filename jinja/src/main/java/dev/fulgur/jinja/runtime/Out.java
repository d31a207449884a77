package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.LimitExceededException.Limit;
import java.io.IOException;
import java.io.Writer;
import java.nio.CharBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Text under construction: a render's output, or one string. Grows to a limit, then fails.
public final class Out {

  private static final int HARD_MAX = Integer.MAX_VALUE - 16;

  private char[] chars;
  private int length;
  private final int max;
  private final Limit limit;
  private @Nullable RenderError pending;
  private int pendingAt;

  private Out(char[] chars, int max, Limit limit) {
    this.chars = chars;
    this.max = max;
    this.limit = limit;
  }

  /// The output of a render; the array is its first buffer.
  public static Out output(char[] buffer, int max) {
    return new Out(buffer, max, Limit.OUTPUT);
  }

  /// A string within the limits of a render.
  public static Out text(Budget budget) {
    return new Out(new char[64], budget.limits().textChars(), Limit.TEXT);
  }

  /// A string without a limit but the machine's.
  static Out unlimited() {
    return new Out(new char[32], HARD_MAX, Limit.TEXT);
  }

  public int length() {
    return length;
  }

  /// The buffer, for its next use.
  public char[] buffer() {
    return chars;
  }

  public void append(String s) {
    int n = s.length();
    int at = length;
    if (n > chars.length - at) {
      grow(n);
    }
    s.getChars(0, n, chars, at);
    length = at + n;
  }

  public void append(char[] s) {
    int n = s.length;
    int at = length;
    if (n > chars.length - at) {
      grow(n);
    }
    System.arraycopy(s, 0, chars, at, n);
    length = at + n;
  }

  public void append(char c) {
    if (length == chars.length) {
      grow(1);
    }
    chars[length++] = c;
  }

  public void appendCodePoint(int c) {
    if (c < 0x10000) {
      append((char) c);
    } else {
      append(Character.highSurrogate(c));
      append(Character.lowSurrogate(c));
    }
  }

  public void append(String s, int from, int to) {
    int n = to - from;
    if (n > chars.length - length) {
      grow(n);
    }
    s.getChars(from, to, chars, length);
    length += n;
  }

  public void append(long n) {
    if (chars.length - length < 20) {
      grow(20);
    }
    if (n >= 0 && n <= Integer.MAX_VALUE) {
      appendSmall((int) n);
      return;
    }
    if (n == Long.MIN_VALUE) {
      append("-9223372036854775808");
      return;
    }
    long rest = n;
    if (n < 0) {
      chars[length++] = '-';
      rest = -n;
    }
    int digits = 1;
    for (long t = rest; t >= 10; t /= 10) {
      digits++;
    }
    for (int i = length + digits - 1; i >= length; i--) {
      chars[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void appendSmall(int n) {
    int digits = 1;
    for (int power = 10; digits < 10 && n >= power; power *= 10) {
      digits++;
    }
    int at = length + digits;
    length = at;
    int rest = n;
    do {
      int tenth = rest / 10;
      chars[--at] = (char) ('0' + (rest - tenth * 10));
      rest = tenth;
    } while (rest > 0);
  }

  public void repeat(char c, int count) {
    if (count <= 0) {
      return;
    }
    if (count > chars.length - length) {
      grow(count);
    }
    Arrays.fill(chars, length, length + count, c);
    length += count;
  }

  private void grow(int more) {
    long needed = (long) length + more;
    if (needed > max && needed - 20 > max) {
      throw tooLong();
    }
    long wanted = Math.max(needed, Math.min((long) chars.length * 2, (long) max + 20));
    chars = Arrays.copyOf(chars, (int) Math.min(wanted, HARD_MAX));
  }

  private LimitError tooLong() {
    return new LimitError(
        limit,
        limit == Limit.OUTPUT
            ? "the output is longer than " + max + " characters"
            : "a string would be longer than " + max + " characters");
  }

  /// Fails when something in it is no text, or when it is longer than it may be: a buffer may be
  /// larger than the limit.
  public void checkWhole() {
    if (pending != null) {
      throw pending;
    }
    if (length > max) {
      throw tooLong();
    }
  }

  /// Something that is no text was written here. Python notices when it joins the output: what
  /// comes until then still runs, and may fail first.
  public void spoil(RenderError error) {
    pending = error;
    pendingAt = length;
    append('?');
  }

  /// Fails when something that was written since `start` is no text.
  public void checkSince(int start) {
    if (pending != null && pendingAt >= start) {
      throw pending;
    }
  }

  /// What was written since `start`, taken out again.
  public String cut(int start) {
    checkSince(start);
    String s = new String(chars, start, length - start);
    length = start;
    return s;
  }

  /// Forgets what was written since `start`.
  public void truncate(int start) {
    length = start;
  }

  /// Appends the whole text to something else.
  public void appendTo(Appendable target) throws IOException {
    if (target instanceof StringBuilder builder) {
      builder.append(chars, 0, length);
    } else if (target instanceof Writer writer) {
      writer.write(chars, 0, length);
    } else {
      target.append(CharBuffer.wrap(chars, 0, length));
    }
  }

  @Override
  public String toString() {
    return new String(chars, 0, length);
  }
}
