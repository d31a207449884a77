package dev.fulgur.tracker.index.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Symbols of every language, from sources in `languages/`; what is to be found in each stands in
/// `languages/symbols.txt`, a line each: `kind [container > ]name first-last`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TreeSitterFinderTest {

  private final TreeSitterFinder finder = new TreeSitterFinder(Duration.ofSeconds(20));

  @AfterAll
  void close() {
    finder.close();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TreeSitterFinderTest.class.getResourceAsStream("/languages/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static String line(Symbol symbol) {
    return "%s %s%s %d-%d"
        .formatted(
            symbol.kind(),
            symbol.container() == null ? "" : symbol.container() + " > ",
            symbol.name(),
            symbol.lineStart(),
            symbol.lineEnd());
  }

  private static Map<String, List<String>> expected() throws IOException {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (String line :
        new String(resource("symbols.txt"), StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.startsWith("== ")) {
        lines = new ArrayList<>();
        expected.put(line.substring(3), lines);
      } else if (!line.isBlank()) {
        lines.add(line);
      }
    }
    return expected;
  }

  private Parsed find(Language language, String source) {
    return finder.find(language, source.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> names(Parsed parsed) {
    return parsed.symbols().stream().map(Symbol::name).toList();
  }

  @TestFactory
  Stream<DynamicTest> source_ofEachLanguage_hasTheseSymbols() throws IOException {
    Map<String, List<String>> expected = expected();
    assertThat(expected.keySet().stream().map(Language::ofName))
        .containsAll(List.of(Language.values()));
    return expected.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      byte[] source = resource(entry.getKey());
                      Language language = Objects.requireNonNull(Language.ofName(entry.getKey()));
                      Parsed parsed = finder.find(language, source);
                      assertThat(parsed.outcome()).isEqualTo(Parsed.Outcome.WHOLE);
                      assertThat(parsed.symbols().stream().map(TreeSitterFinderTest::line))
                          .containsExactlyElementsOf(entry.getValue());
                      for (Symbol symbol : parsed.symbols()) {
                        assertThat(bytes(source, symbol)).contains(lastPart(symbol.name()));
                      }
                    }));
  }

  private static String bytes(byte[] source, Symbol symbol) {
    return new String(source, symbol.startByte(), symbol.lengthBytes(), StandardCharsets.UTF_8);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  @Test
  void brokenSource_ofAnyLanguage_givesWhatCanBeUnderstood() {
    Parsed java =
        find(Language.JAVA, "class Good { void a() {} }\n\nclass {{{ ;\n\nclass Late { int b; }\n");
    assertThat(java.outcome()).isEqualTo(Parsed.Outcome.BROKEN);
    assertThat(java.errorLine()).isEqualTo(3);
    assertThat(names(java)).contains("Good", "a");
    Parsed python = find(Language.PYTHON, "def good():\n    pass\n\ndef (:\n");
    assertThat(python.outcome()).isEqualTo(Parsed.Outcome.BROKEN);
    assertThat(names(python)).contains("good");
  }

  @Test
  void source_cutAnywhere_isReadWithoutHarm() throws IOException {
    long seed = Long.getLong("seed", 20_251_121L);
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (String name : expected().keySet()) {
      byte[] source = resource(name);
      Language language = Objects.requireNonNull(Language.ofName(name));
      for (int i = 0; i < 20; i++) {
        byte[] cut = java.util.Arrays.copyOf(source, random.nextInt(source.length));
        for (int noise = random.nextInt(4); noise > 0 && cut.length > 0; noise--) {
          cut[random.nextInt(cut.length)] = (byte) random.nextInt();
        }
        for (Symbol symbol : finder.find(language, cut).symbols()) {
          assertThat(symbol.startByte() + symbol.lengthBytes())
              .as("seed %d, %s, %s", seed, name, symbol)
              .isBetween(symbol.startByte(), cut.length);
          assertThat(symbol.name()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void names_inAnyScript_areKeptWhole() {
    Parsed parsed = find(Language.PYTHON, "# \uD83D\uDE00\ndef größe_数():\n    pass\n");
    assertThat(names(parsed)).containsExactly("größe_数");
    assertThat(parsed.symbols().getFirst().lineStart()).isEqualTo(2);
  }

  @Test
  void source_nestedDeeply_endsWithoutOverflow() {
    int depth = 5_000;
    Parsed parsed = find(Language.JAVA, "class A {".repeat(depth) + "}".repeat(depth));
    assertThat(parsed.symbols()).hasSizeBetween(50, depth);
    assertThat(find(Language.JAVASCRIPT, "(".repeat(20_000)).symbols()).isEmpty();
  }

  @Test
  void source_thatTakesTooLong_isGivenUp() {
    try (TreeSitterFinder hasty = new TreeSitterFinder(Duration.ZERO)) {
      byte[] source =
          "class A { int f(int x) { return x + 1; } }\n"
              .repeat(20_000)
              .getBytes(StandardCharsets.UTF_8);
      Parsed parsed = hasty.find(Language.JAVA, source);
      assertThat(parsed.outcome()).isEqualTo(Parsed.Outcome.STOPPED);
      assertThat(parsed.symbols()).isEmpty();
    }
  }

  @Test
  void emptySource_hasNoSymbols() {
    for (Language language : Language.values()) {
      assertThat(find(language, "").symbols()).as(language.name()).isEmpty();
    }
  }
}
