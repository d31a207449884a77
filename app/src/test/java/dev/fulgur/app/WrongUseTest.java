package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What someone is told who writes a command line wrong: in the words of the help, with the name
/// that was meant.
final class WrongUseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "renderr greet | there is no verb 'renderr'; did you mean 'render'?",
        "lst | there is no verb 'lst'; did you mean 'list'?",
        "xylophone | there is no verb 'xylophone'",
        "tracker stat | there is no verb 'stat'; did you mean 'stats'?",
        "list --jsn | there is no option '--jsn'; did you mean '--json'?",
        "list --jsn=1 | there is no option '--jsn=1'; did you mean '--json'?",
        "get a b | 'b' is one argument too many",
        "render a --set name | --set takes NAME=VALUE, not 'name'",
        "list --limit | --limit takes a value, N",
        "list --limit x | Invalid value for option '--limit': 'x' is not a whole number",
      })
  void wrongUse_ofAVerb_isOneSentence(String line, String sentence) {
    CommandRun run = CommandRun.of(line.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst()).contains("error: " + sentence);
    assertThat(run.err()).hasLineCount(2).contains("--help'.");
  }

  @Test
  void id_thatIsNotThere_isAnsweredWithTheNearest(@TempDir Path folder) throws IOException {
    String db = folder.resolve("db").toString();
    for (String id : new String[] {"greet", "support/triage"}) {
      Path file = folder.resolve("t.yaml");
      Files.writeString(file, "id: " + id + "\ntemplate: t\n");
      assertThat(CommandRun.of("save", file.toString(), "--db", db).exitCode()).isZero();
    }
    for (String verb : new String[] {"render", "get", "show", "vars", "versions", "delete"}) {
      CommandRun run = CommandRun.of(verb, "grete", "--db", db);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("'grete'").endsWith("; did you mean 'greet'?\n");
    }
    assertThat(CommandRun.of("get", "triage", "--db", db, "--json").err())
        .endsWith("; did you mean 'support/triage'?\n");
    assertThat(CommandRun.of("get", "something-else", "--db", db).err())
        .endsWith("; list shows what there is.\n");
  }
}
