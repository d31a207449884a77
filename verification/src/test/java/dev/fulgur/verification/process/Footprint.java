package dev.fulgur.verification.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/// What a process holds of the system.
///
/// @param residentKib its own memory that is there, without pages of files
/// @param mallocKib what the JVM itself has allocated, which counts every arena but not the
///   allocations inside a C library
/// @param files open files
/// @param mappings mapped regions
record Footprint(long residentKib, long mallocKib, long files, long mappings) {
  private static final Pattern MALLOC = Pattern.compile("malloc: (\\d+)KB");

  /// What this process holds now, after garbage was collected and free memory given back.
  static Footprint now() throws IOException {
    System.gc();
    String _ = diagnose("systemTrimNativeHeap");
    Matcher malloc = MALLOC.matcher(diagnose("vmNativeMemory", "summary"));
    if (!malloc.find()) {
      throw new IllegalStateException("The JVM does not track its native memory.");
    }
    return new Footprint(residentNow(), Long.parseLong(malloc.group(1)), filesNow(), mappingsNow());
  }

  static Footprint parse(String line) {
    String[] words = line.split(" ", -1);
    return new Footprint(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }

  /// What each step of a series added at least. A leak adds in every step, while what wanders goes
  /// down in some.
  static Footprint leastGrowth(List<Footprint> series) {
    return new Footprint(
        least(series, Footprint::residentKib),
        least(series, Footprint::mallocKib),
        least(series, Footprint::files),
        least(series, Footprint::mappings));
  }

  private static long least(List<Footprint> series, ToLongFunction<Footprint> part) {
    long least = Long.MAX_VALUE;
    for (int i = 1; i < series.size(); i++) {
      least =
          Math.min(least, part.applyAsLong(series.get(i)) - part.applyAsLong(series.get(i - 1)));
    }
    return least;
  }

  @Override
  public String toString() {
    return residentKib + " " + mallocKib + " " + files + " " + mappings;
  }

  private static String diagnose(String operation, String... arguments) throws IOException {
    try {
      Object answer =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  operation,
                  arguments.length == 0 ? new Object[0] : new Object[] {arguments},
                  arguments.length == 0 ? new String[0] : new String[] {"[Ljava.lang.String;"});
      return String.valueOf(answer);
    } catch (JMException e) {
      throw new IOException("The JVM does not answer " + operation + ".", e);
    }
  }

  private static long residentNow() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("RssAnon:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  private static long filesNow() throws IOException {
    try (Stream<Path> paths = Files.list(Path.of("/proc/self/fd"))) {
      return paths.count();
    }
  }

  private static long mappingsNow() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.count();
    }
  }
}
