package dev.fulgur.bench;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Runs a group of benchmarks and writes `docs/benchmarks/GROUP.md`, and all pages together to
/// `docs/benchmarks.md`.
///
/// A group `reads` is the class `ReadsGroup` of this package; a new group is one new class.
public final class Bench {
  /// Each group's name, and what it shows.
  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put(
        "reads",
        "random reads in a fresh snapshot beside C on the same library, lmdbjava, "
            + "RocksDB, H2 MVStore, SQLite, Xodus, Python's lmdb, and a `ConcurrentHashMap` "
            + "as the ceiling");
    GROUPS.put(
        "commits",
        "durable commits by 1 to 2,000 threads beside the raw disk, RocksDB, H2, LMDB "
            + "and SQLite; recovery, and what an overlay and a checkpoint cost");
    GROUPS.put("records", "decoding beside msgpack-core, and what compression saves and costs");
    GROUPS.put(
        "registry",
        "loads, lists and saves of templates beside C writing the same rows and Python, "
            + "the command as a whole, and YAML files beside the database");
    GROUPS.put("labels", "loads by label, releases, long histories, and search");
    GROUPS.put(
        "render",
        "rendering and compiling beside jinjava, Pebble and Python's Jinja2, and the " + "vault");
    GROUPS.put(
        "tracker",
        "reads and writes of the tracker beside SQLite, migration, and the index of the "
            + "JDK's sources");
    GROUPS.put("store", "scans, puts, checks, backups, load and stress, and resident memory");
    GROUPS.put(
        "sustained",
        "commits for a minute with their checkpoints, and a load of 10 GB in a small " + "heap");
    GROUPS.put(
        "growth",
        "each of these at ten and a hundred times its size, to ten million keys, and a "
            + "database larger than memory");
  }

  private Bench() {}

  /// Runs the groups that are named, or all that there are.
  ///
  /// @param arguments names of groups
  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.awt.headless", "true");
    List<String> asked = List.of(arguments);
    int ran = 0;
    for (String name : asked.isEmpty() ? GROUPS.keySet() : asked) {
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
    for (String name : GROUPS.keySet()) {
      if (find(name) != null) {
        names.append(names.isEmpty() ? "" : ", ").append(name);
      }
    }
    return names.toString();
  }

  private static @org.jspecify.annotations.Nullable Group find(String name)
      throws ReflectiveOperationException {
    if (!GROUPS.containsKey(name)) {
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
