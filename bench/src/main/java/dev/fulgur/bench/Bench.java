package dev.fulgur.bench;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Runs a group of benchmarks and writes `docs/benchmarks/GROUP.md`, and all pages together to
/// `docs/benchmarks.md`.
///
/// A group `reads` is the class `ReadsGroup` of this package; a new group is one new class.
public final class Bench {
  private static final List<String> GROUPS =
      List.of(
          "reads",
          "commits",
          "records",
          "registry",
          "labels",
          "render",
          "tracker",
          "store",
          "sustained",
          "growth");

  private Bench() {}

  /// Runs the groups that are named, or all that there are.
  ///
  /// @param arguments names of groups
  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.awt.headless", "true");
    List<String> asked = List.of(arguments);
    int ran = 0;
    for (String name : asked.isEmpty() ? GROUPS : asked) {
      Group group = find(name);
      if (group == null) {
        if (!asked.isEmpty()) {
          System.err.println("no group '" + name + "'; there are: " + there());
          System.exit(2);
        }
        continue;
      }
      run(name, group);
      ran++;
    }
    if (ran == 0) {
      System.err.println("there is no group to run");
      System.exit(2);
    }
  }

  private static void run(String name, Group group) throws IOException, InterruptedException {
    Report report = new Report(group.title(), name, "./fulgur-bench " + name);
    group.run(report);
    Path file = Path.of("docs", "benchmarks", name + ".md");
    report.write(file);
    Summary.write(Path.of("docs"), GROUPS);
    System.out.println("written to " + file);
  }

  private static String there() throws ReflectiveOperationException {
    StringBuilder names = new StringBuilder();
    for (String name : GROUPS) {
      if (find(name) != null) {
        names.append(names.isEmpty() ? "" : ", ").append(name);
      }
    }
    return names.toString();
  }

  private static @org.jspecify.annotations.Nullable Group find(String name)
      throws ReflectiveOperationException {
    if (!GROUPS.contains(name)) {
      return null;
    }
    String type =
        Bench.class.getPackageName()
            + "."
            + name.substring(0, 1).toUpperCase(Locale.ROOT)
            + name.substring(1)
            + "Group";
    try {
      return Class.forName(type).asSubclass(Group.class).getDeclaredConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      return null;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
