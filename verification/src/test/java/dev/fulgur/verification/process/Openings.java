package dev.fulgur.verification.process;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The process that opens and closes, and answers an order, `open STORES VIEWS`, with its resident
/// memory in KiB, its open files and its mappings.
final class Openings {
  private Openings() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Store store = Store.open(folder, Mark.SCHEMA, StoreOptions.defaults())) {
      store.write(tx -> tx.put(Mark.RIGHT, 1L, Mark.of(1)));
    }
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      stores(folder, Integer.parseInt(words[1]));
      views(folder, Integer.parseInt(words[2]));
      System.gc();
      System.out.println(resident() + " " + entries("fd") + " " + mappings());
    }
  }

  private static void stores(Path folder, int count) {
    for (int i = 0; i < count; i++) {
      try (Store store = Store.open(folder, Mark.SCHEMA, StoreOptions.defaults())) {
        expect(store.read(view -> view.get(Mark.RIGHT, 1L)));
      }
    }
  }

  private static void views(Path folder, int count) {
    try (Store store = Store.open(folder, Mark.SCHEMA, StoreOptions.defaults())) {
      for (int i = 0; i < count; i++) {
        try (Snapshot view = store.view();
            Cursor<Long, Mark> cursor = view.cursor(Mark.RIGHT, Range.all())) {
          if (!cursor.next()) {
            throw new IllegalStateException("The record is not there.");
          }
        }
      }
    }
  }

  private static void expect(Object found) {
    if (!Mark.of(1).equals(found)) {
      throw new IllegalStateException("Another record than was written: " + found);
    }
  }

  private static long resident() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  private static long entries(String folder) throws IOException {
    try (Stream<Path> paths = Files.list(Path.of("/proc/self", folder))) {
      return paths.count();
    }
  }

  private static long mappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.count();
    }
  }
}
