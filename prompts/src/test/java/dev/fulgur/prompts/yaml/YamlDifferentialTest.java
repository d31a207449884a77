package dev.fulgur.prompts.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.Python;
import dev.fulgur.prompts.value.TaggedJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random documents, read by PyYAML and by ours.
final class YamlDifferentialTest {
  private static final int DOCUMENTS = Integer.getInteger("yaml.documents", 3_000);

  private static final String[] FRAGMENTS = {
    "a",
    "b",
    "key",
    "- ",
    "-",
    "? ",
    "?",
    ": ",
    ":",
    "\n",
    "\n",
    "\n ",
    "\n  ",
    "\n    ",
    " ",
    "  ",
    "\t",
    "\"",
    "\"",
    "'",
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    ", ",
    "|",
    ">",
    "|-",
    ">+",
    "|2",
    "&a ",
    "*a",
    "&b",
    "*b",
    "!!str ",
    "! ",
    "!t ",
    "!<x> ",
    "!e!f ",
    "%YAML 1.1\n",
    "%TAG !e! tag:x,\n",
    "---",
    "---\n",
    "...\n",
    "#c",
    "# c",
    " #",
    "\\n",
    "\\x41",
    "\\u263a",
    "\\ud800",
    "\\U0001F600",
    "\\\n",
    "\\q",
    "@",
    "`",
    "%",
    "<<",
    "=",
    "é",
    "😀",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\u00a0",
    "{{ x }}",
    "{% if %}",
    "~",
    "1",
    "1.5",
    "\r",
    "\r\n",
    "a: b",
    "- a",
    "k: |\n  t\n",
    "k: >\n  t\n  u\n\n  v\n",
    "k: \"a\n  b\"\n",
    "k: 'a\n\n  b'\n",
    "a b",
    "a: 1\n",
    "  b: 2\n",
    "- - x\n",
    "\\ ",
    "\\t",
    "\\/",
    "/",
    "a:b",
    "a#b",
    "-1",
    "- -",
    "?- ",
    "[a, b]",
    "{a: b}",
    "\"a\": b",
    "\u0007",
    "\u007f"
  };

  private static final String[] SCALARS = {
    "a",
    "yes",
    "No",
    "~",
    "null",
    ".inf",
    "-.INF",
    ".nan",
    "-.nan",
    "=",
    "<<",
    "1",
    "1.0",
    "true",
    "0o7",
    "0x_",
    "0b_",
    "\"a\"",
    "'1'",
    "\"\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "é",
    "[]",
    "{}",
    "*a",
    "*b",
    "1e5",
    "1_0.0_1",
    "0.",
    "007",
    "08",
    "1:00",
    "1:00.5",
    "100000000000000000000",
    "-9223372036854775808",
    "2001-01-31",
    "2001-02-30",
    "2001-1-1 1:02:03",
    "2001-12-14t21:59:43.10-05:00",
    "0000-01-01",
    "2001-12-14 21:59:60",
    "2001-12-14 21:59:43 +24:00",
    "190:20:30",
    "685_230.15",
    "+12",
    "._1",
    "1e+3"
  };

  private static final String[] TAGS = {
    "!!int ",
    "!!float ",
    "!!bool ",
    "!!null ",
    "!!str ",
    "!!binary ",
    "!!timestamp ",
    "!!set ",
    "!!omap ",
    "!!pairs ",
    "!!seq ",
    "!!map ",
    "! ",
    "!!merge ",
    "!!value ",
    "!x ",
    "&a ",
    "&b "
  };

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void read_randomDocument_isAsPyYamlReadsIt() {
    System.out.println("-Dseed=" + seed);
    Python python = Python.with("yaml");
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(i % 2 == 0 ? fragments() : node(3));
    }
    List<String> expected = python.run("yaml_values.py", documents);
    for (int i = 0; i < DOCUMENTS; i++) {
      String what = "-Dseed=" + seed + ": " + TaggedJson.write(documents.get(i));
      Object value = ours(documents.get(i));
      Object theirs = TaggedJson.read(expected.get(i));
      assertThat(value).as(what).isEqualTo(theirs);
      if (!expected.get(i).contains("$set")) {
        assertThat(TaggedJson.write(value)).as(what).isEqualTo(TaggedJson.write(theirs));
      }
    }
  }

  /// The value in a list of one, or "error".
  private static Object ours(String document) {
    try {
      return Collections.singletonList(Yaml.read(document));
    } catch (YamlException e) {
      return "error";
    }
  }

  private String fragments() {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(14);
    for (int i = 0; i < count; i++) {
      text.append(pick(FRAGMENTS));
    }
    return text.toString();
  }

  private String node(int depth) {
    String tag = random.nextInt(8) == 0 ? pick(TAGS) : "";
    int kind = random.nextInt(10);
    if (depth == 0 || kind < 5) {
      return tag + pick(SCALARS);
    }
    StringBuilder items = new StringBuilder();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      items.append(i == 0 ? "" : ", ");
      if (kind > 6) {
        String key = random.nextInt(4) == 0 ? "<<" : pick(SCALARS);
        items.append(key).append(": ");
      }
      items.append(node(depth - 1));
    }
    return tag + (kind > 6 ? "{" + items + "}" : "[" + items + "]");
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
