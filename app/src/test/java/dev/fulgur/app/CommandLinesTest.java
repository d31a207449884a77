package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLinesTest {

  @Test
  void help_asked_namesVerbsAndExitCodes() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("completion").contains("Exit codes: 0 done");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kv", "log", "tracker", "kv put", "log dump", "memory", "threads"})
  void helpOfAGroupOrItsVerb_asked_isShownWithExamples(String words) {
    List<String> arguments = new ArrayList<>(List.of(words.split(" ", -1)));
    arguments.add("--help");
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: fulgur " + words).contains("Examples:");
  }

  @Test
  void noVerb_given_isWrongUse() {
    CommandRun run = CommandRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("name a verb");
  }

  @Test
  void verb_misspelt_isWrongUseAndSuggestsTheRightOne() {
    CommandRun run = CommandRun.of("completio");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("completion");
  }

  @Test
  void completion_asked_isAScriptOfAllVerbs() {
    CommandRun run = CommandRun.of("completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("_complete_fulgur");
  }
}
