package dev.fulgur.bench;

import dev.fulgur.app.measure.LoadBench;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The memory of a process that has read every template of a database, each size in a JVM of its
/// own.
final class Resident {
  private Resident() {}

  /// The rows of a table: templates, resident bytes of all kinds, and the heap.
  static List<List<String>> rows(Path scratch, int... sizes)
      throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    for (int size : sizes) {
      Path folder = scratch.resolve("templates-" + size);
      if (size > 0) {
        LoadBench.fill(folder, size);
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:+UseSerialGC",
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Resident.class.getName(),
                  Integer.toString(size),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("the process with " + size + " templates failed");
      }
      rows.add(List.of(out.strip().split("\t", -1)));
    }
    return rows;
  }

  /// One process: opens the database, reads it, says what it takes.
  public static void main(String[] arguments) throws Exception {
    int templates = Integer.parseInt(arguments[0]);
    if (templates == 0) {
      print(0);
      return;
    }
    try (Registry registry = LmdbRegistry.open(Path.of(arguments[1]), StoreOptions.readOnly())) {
      for (String id : registry.ids()) {
        if (!registry.load(id).id().equals(id)) {
          throw new IllegalStateException(id + " is another template");
        }
      }
      print(templates);
    }
  }

  private static void print(int templates) throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.println(
        String.join(
            "\t",
            String.format(Locale.ROOT, "%,d", templates),
            mib(status("VmRSS:")),
            mib(status("RssAnon:")),
            mib(status("RssFile:")),
            String.format(Locale.ROOT, "%.1f", heap / 1048576.0)));
  }

  private static String mib(long kib) {
    return String.format(Locale.ROOT, "%.1f", kib / 1024.0);
  }

  private static long status(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("the system does not say " + name);
  }
}
