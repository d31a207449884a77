package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A vault under a writer that never rests: no get is older than the last save that had returned
/// before it began.
final class VaultFreshnessTest {
  private static final int GETS = 1_000_000;
  private static final int THREADS = 20;
  private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();

  @TempDir private Path folder;

  /// The writer as a process: saves versions 1, 2, 3, ... of one template and shows in a mapped
  /// file the last one whose save returned, until it is ended.
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      try (LmdbRegistry registry = LmdbRegistry.open(Path.of(arguments[0]))) {
        MemorySegment shown = map(Path.of(arguments[1]));
        for (long version = 1; ; version++) {
          registry.save(TemplateSpec.of("t", "text").withVersion(Long.toString(version)));
          NUMBER.setRelease(shown, 0L, version);
          if (version == 1) {
            System.out.println("writing");
          }
        }
      }
    }
  }

  private static MemorySegment map(Path file) throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, Long.BYTES, Arena.global());
    }
  }

  @Test
  @Timeout(120)
  void get_whileAnotherProcessSaves_isNeverOlderThanASaveThatReturned() throws Exception {
    Path db = folder.resolve("db");
    Path counter = folder.resolve("counter");
    MemorySegment shown = map(counter);
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                db.toString(),
                counter.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (Vault vault = opened(writer, db)) {
      long changes = 0;
      long before = 0;
      for (int i = 0; i < GETS; i++) {
        long returned = (long) NUMBER.getAcquire(shown, 0L);
        long seen = Long.parseLong(vault.get("t").version());
        if (seen < returned || seen < before) {
          throw new AssertionError("saw " + seen + " after " + returned + " and " + before);
        }
        changes += seen == before ? 0 : 1;
        before = seen;
      }
      assertThat(changes).as("saves that were seen").isGreaterThan(1);
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  private static Vault opened(Process writer, Path db) throws Exception {
    assertThat(writer.inputReader().readLine()).isEqualTo("writing");
    return Vault.of(LmdbRegistry.open(db));
  }

  @Test
  @Timeout(120)
  void get_byManyThreadsWhileOneSaves_isNeverOlderThanASaveThatReturned() throws Exception {
    try (Vault vault = Vault.of(LmdbRegistry.open(folder.resolve("db")));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Registry registry = vault.registry();
      registry.save(TemplateSpec.of("t", "text").withVersion("1"));
      AtomicLong shown = new AtomicLong(1);
      AtomicBoolean ended = new AtomicBoolean();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long version = 2; !ended.get(); version++) {
                      TemplateSpec spec = TemplateSpec.of("t", "text");
                      registry.save(spec.withVersion(Long.toString(version)));
                      shown.set(version);
                    }
                  });
      List<Future<?>> readers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        readers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    long returned = shown.get();
                    long seen = Long.parseLong(vault.get("t").version());
                    TemplateHandle many = vault.getMany(List.of("t")).get("t");
                    long together = Long.parseLong(Objects.requireNonNull(many).version());
                    if (seen < returned || together < seen) {
                      throw new AssertionError(
                          "saw " + seen + ", then " + together + " after " + returned);
                    }
                  }
                }));
      }
      try {
        for (Future<?> reader : readers) {
          reader.get();
        }
      } finally {
        ended.set(true);
        writer.join();
      }
      assertThat(((LmdbRegistry) registry).store().check().problems()).isEmpty();
    }
  }
}
