package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.app.terminal.StoreLog;
import dev.fulgur.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a person hears of the store's own log.
final class StoreLogTest {

  @Test
  void warnings_withACause_areOneSentenceEachAndNotRepeated() {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(heard, true, StandardCharsets.UTF_8);
    StoreLog.onlyWarnings(new Terminal(err, err, false, false));
    System.Logger log = System.getLogger("dev.fulgur.store");
    log.log(System.Logger.Level.INFO, "Recovered {0}", "a");
    log.log(System.Logger.Level.WARNING, "A checkpoint failed", new IOException("no room"));
    log.log(System.Logger.Level.WARNING, "A checkpoint failed", new IOException("no room"));
    log.log(System.Logger.Level.WARNING, "A view of {0} is old", "t");
    assertThat(heard.toString(StandardCharsets.UTF_8))
        .isEqualTo("warning: A checkpoint failed: no room\nwarning: A view of t is old\n");
  }
}
