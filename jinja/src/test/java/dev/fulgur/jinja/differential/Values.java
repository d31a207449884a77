package dev.fulgur.jinja.differential;

import java.util.LinkedHashMap;
import java.util.Map;

/// Random inputs, written as JSON with tags.
final class Values {

  /// The names that templates use; the last ones are never there.
  static final String[] NAMES = {
    "n", "i", "f", "s", "u", "h", "b", "l", "m", "t", "d", "e", "rows", "tree", "z", "words", "big",
    "dt", "dt2", "day", "by", "st", "mix", "url", "attrs", "long", "missing"
  };

  private final Choice choice;

  Values(Choice choice) {
    this.choice = choice;
  }

  /// The inputs by name, each as JSON.
  Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("n", "null");
    inputs.put("i", integer());
    inputs.put("f", real());
    inputs.put("s", text());
    inputs.put(
        "u", choice.of("\"ünïcödé 日本語\"", "\"ß😀a\"", "\"ΑΣ ǆ ﬁ\"", "\"a\\u00a0b\\u2028c\""));
    inputs.put("h", "\"<p class='a'>Hi & \\\"bye\\\"</p>\"");
    inputs.put("b", choice.of("true", "false"));
    inputs.put("l", list(2));
    inputs.put("m", choice.of("[3, 1, 2]", "[1.5, -2, 0]", "[\"b\", \"A\", \"c\", \"a\"]", "[]"));
    inputs.put("t", "{\"$tuple\": " + list(1) + "}");
    inputs.put("d", dict(2));
    inputs.put("e", choice.of("\"\"", "[]", "{}"));
    inputs.put(
        "rows",
        "[{\"k\": \"x\", \"v\": 3, \"g\": \"A\", \"o\": {\"p\": 2, \"q\": [1]}}, "
            + "{\"k\": \"y\", \"v\": "
            + integer()
            + ", \"g\": \"b\", \"o\": {\"p\": 1, \"q\": [\"z\", 2]}}, "
            + "{\"k\": \"z\", \"v\": 2, \"g\": \"a\", \"o\": "
            + choice.of("{\"p\": 3}", "{\"p\": 2, \"q\": []}", "null")
            + "}]");
    inputs.put(
        "tree",
        "[{\"n\": 1, \"c\": [{\"n\": 2, \"c\": []}, {\"n\": 3, \"c\": [{\"n\": 4, \"c\": []}]}]}]");
    inputs.put("z", "0");
    inputs.put("words", "\"The quick brown fox-jumped over\\nthe lazy dog -- again. well-known\"");
    inputs.put(
        "big",
        choice.of(
            "18446744073709551616",
            "-9223372036854775808",
            "9223372036854775807",
            "123456789012345678901234567890",
            "1e22"));
    inputs.put("dt", moment());
    inputs.put("dt2", moment());
    inputs.put(
        "day",
        choice.of(
            "{\"$date\": \"2024-02-29\"}",
            "{\"$date\": \"1999-12-31\"}",
            "{\"$date\": \"2021-01-03\"}"));
    inputs.put(
        "by",
        choice.of(
            "{\"$bytes\": \"aGknCg==\"}", "{\"$bytes\": \"AP/DqSI=\"}", "{\"$bytes\": \"\"}"));
    inputs.put("st", choice.of("{\"$set\": [3, 1, 2]}", "{\"$set\": []}", "{\"$set\": [7]}"));
    inputs.put("mix", "[" + value(2) + ", " + value(1) + ", " + value(1) + ", " + value(0) + "]");
    inputs.put("url", url());
    inputs.put("attrs", attributes());
    inputs.put("long", longText());
    return inputs;
  }

  private String moment() {
    return "{\"$datetime\": \""
        + choice.of("2024-01-02T03:04:05", "2024-02-29T23:59:59.999999", "1999-12-31T00:00:00.5")
        + choice.of("", "", "", "+00:00", "+02:00", "-05:30")
        + "\"}";
  }

  private String url() {
    return choice.of(
        "\"see http://x.com/a?b=c&d=e, (https://example.org/x_(y)) or www.a-b.co.uk.\"",
        "\"mail me@example.com or mailto:a.b@c.de; tel:+49-30 x:y ftp://f.tp/\"",
        "\"example.com foo.org/bar, a.net! <http://q.io> http://localhost:80/é\"",
        "\"http://very.long.example.com/with/a/path/that/goes/on#and-on 'https://q.de'\"");
  }

  private String attributes() {
    return choice.of(
        "{\"class\": \"a b\", \"id\": 3, \"none\": null, \"x\": \"<&\\\"'\"}",
        "{}",
        "{\"data-é\": 1.5, \"q\": true, \"l\": [1, \"a\"]}",
        "{\"a b\": 1}",
        "{\"a/b\": 1, \"c>\": 2}",
        "{\"missing\": null, \"B\": {\"k\": 1}}");
  }

  private String longText() {
    return choice.of(
        "\"A sentence-like thing, with commas; dashes -- and (parentheses) that_is rather"
            + " long\\tand has tabs.\\r\\nA second line\\u2028third\\u000bfourth  \\n\\n  indented\\n\"",
        "\"supercalifragilisticexpialidocious well-known-hyphenated-word a--b--c e.g. x\"",
        "\"日本語 テキスト、長い文章です。 Ünïcödé ﬁne 😀😀 e\\u0301 a\\u00a0b\\u200bc\"",
        "\"<p>Some <b>bold</b> &amp; <!-- c --> &lt;text&gt; &eacute; &#233; &nope;</p>\"",
        "\"line one\\nline two\\n\\nline four\\n   \\nend\"");
  }

  private String value(int depth) {
    return switch (choice.below(depth > 0 ? 12 : 8)) {
      case 0 -> "null";
      case 1 -> choice.of("true", "false");
      case 2, 3 -> integer();
      case 4 -> real();
      case 5, 6, 7 -> text();
      case 8, 9 -> list(depth - 1);
      case 10 -> dict(depth - 1);
      default ->
          choice.of(
              "{\"$tuple\": [1, \"a\"]}",
              "{\"$set\": [3, 1, 2]}",
              "{\"$bytes\": \"aGknCg==\"}",
              "{\"$date\": \"2024-01-02\"}",
              "{\"$datetime\": \"2024-01-02T03:04:05\"}",
              "{\"$map\": [[1, \"one\"], [null, 2], [2.5, 3]]}");
    };
  }

  private String integer() {
    return choice.of(
        "0",
        "1",
        "-1",
        "2",
        "3",
        "7",
        "42",
        "-5",
        "1000",
        "255",
        "9007199254740993",
        "100",
        "1024",
        "20000",
        "-2147483649",
        "65",
        "97",
        "8364");
  }

  private String real() {
    return choice.of(
        "0.0",
        "1.0",
        "-1.5",
        "2.5",
        "0.1",
        "3.14159",
        "1e16",
        "1e-7",
        "123456789.125",
        "-0.0",
        "5e-324",
        "1e308",
        "{\"$float\": \"inf\"}",
        "{\"$float\": \"nan\"}",
        "2.675",
        "0.5",
        "1234567.891",
        "1e-5",
        "123456789012345680.0",
        "-2.5",
        "0.30000000000000004",
        "1e100",
        "99.995");
  }

  private String text() {
    return choice.of(
        "\"\"",
        "\"a\"",
        "\"abc\"",
        "\"Hello World\"",
        "\"it's\"",
        "\"say \\\"x\\\"\"",
        "\"1\"",
        "\"-3.5\"",
        "\"  pad \"",
        "\"a,b,c\"",
        "\"x\\ny\\n\"",
        "\"<b>&\"",
        "\"42\"",
        "\"äÖ\"",
        "\"foo bar\\tbaz\"",
        "\"%s and {}\"",
        "\"a-b_c d.e\"",
        "\"http://x.com/a?b=c\"",
        "\"\\u0000\\u001b\\u007f\"",
        "\"0x1F\"",
        "\"True\"",
        "\"٣4\"",
        "\" 12 \"",
        "\"1_000\"",
        "\"1e5\"",
        "\"inf\"",
        "\"ǅ ﬀ ŉ İI ıi\"",
        "\"a\\u2028b\\u0085c\\rd\"",
        "\"aaa AAA ááá\"",
        "\"o'neil's they're x2y 3d\"",
        "\"😀é\"");
  }

  private String list(int depth) {
    StringBuilder out = new StringBuilder("[");
    int n = choice.below(5);
    boolean same = choice.once(2);
    String sample = value(depth);
    for (int i = 0; i < n; i++) {
      out.append(i > 0 ? ", " : "");
      out.append(same ? (choice.once(3) ? sample : kin(sample)) : value(depth));
    }
    return out.append(']').toString();
  }

  /// A value that may compare with the sample.
  private String kin(String sample) {
    char c = sample.charAt(0);
    return c == '"' ? text() : (c >= '0' && c <= '9') || c == '-' ? integer() : sample;
  }

  private String dict(int depth) {
    StringBuilder out = new StringBuilder("{");
    String[] keys = {"a", "B", "k-1", "items", "x", "", "é"};
    int n = choice.below(4);
    int from = choice.below(keys.length - n);
    for (int i = 0; i < n; i++) {
      out.append(i > 0 ? ", " : "").append('"').append(keys[from + i]).append("\": ");
      out.append(value(depth));
    }
    return out.append('}').toString();
  }
}
