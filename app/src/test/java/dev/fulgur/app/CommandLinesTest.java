package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommandLinesTest {

  @Test
  void help_asked_namesVerbsAndExitCodes() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("completion").contains("Exit codes: 0 done");
    assertThat(run.err()).isEmpty();
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
