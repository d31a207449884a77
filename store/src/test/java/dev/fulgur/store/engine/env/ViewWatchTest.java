package dev.fulgur.store.engine.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.JavaCommand;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the store looks after while it is open.
final class ViewWatchTest {

  @TempDir Path folder;

  /// The process that dies with a snapshot open.
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) throws IOException {
      Environment environment =
          Environment.open(Path.of(arguments[0]), StoreOptions.readOnly(), List.of());
      ReadSlot _ = environment.take();
      System.out.println("reading");
      int _ = System.in.read();
    }
  }

  @Test
  void deadReader_whileTheStoreIsOpen_losesItsSlotWithinAMinute() throws IOException {
    Environment environment = Environment.open(folder, StoreOptions.defaults(), List.of());
    try {
      ViewWatch watch = new ViewWatch(environment);
      long opened = System.nanoTime();
      killAReader();
      int taken = environment.env().readers().size();
      assertThat(taken).as("the slot of the dead").isPositive();
      watch.freeDeadReaders(opened + Duration.ofSeconds(30).toNanos());
      assertThat(environment.env().readers()).as("it is not yet time").hasSize(taken);
      watch.freeDeadReaders(opened + Duration.ofSeconds(61).toNanos());
      assertThat(environment.env().readers()).hasSize(taken - 1);
      killAReader();
      watch.freeDeadReaders(opened + Duration.ofSeconds(90).toNanos());
      assertThat(environment.env().readers()).as("it was looked for before").hasSize(taken);
      watch.freeDeadReaders(opened + Duration.ofSeconds(122).toNanos());
      assertThat(environment.env().readers()).hasSize(taken - 1);
    } finally {
      environment.close();
    }
  }

  private void killAReader() throws IOException {
    Process process =
        new ProcessBuilder(JavaCommand.of(Reading.class, folder))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("reading");
    Process _ = process.destroyForcibly().onExit().join();
  }
}
