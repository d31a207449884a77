package dev.fulgur.verification.process;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The process that opens and closes, and answers an order, `open STORES VIEWS`, with its
/// footprint. It can be told to leave something behind, which is how the test of leaks is tested.
@SuppressWarnings("restricted") // it leaks memory on purpose
final class Openings {
  private static final int LEFT_BYTES = 64;
  private static final int LEFT_STORES = 5;

  /// What is left behind.
  enum Leak {
    /// Nothing.
    NONE,
    /// With each view a small allocation inside the C library.
    MALLOC,
    /// With each view an arena that is never closed.
    ARENA,
    /// With each order some stores that are never closed.
    STORE
  }

  private final Path folder;
  private final Leak leak;
  private final MethodHandle malloc;
  private int left;

  private Openings(Path folder, Leak leak) {
    this.folder = folder;
    this.leak = leak;
    Linker linker = Linker.nativeLinker();
    malloc =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("malloc"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  }

  public static void main(String[] arguments) throws Throwable {
    Openings openings = new Openings(Path.of(arguments[0]), Leak.valueOf(arguments[1]));
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Store store = open(openings.folder)) {
      store.write(tx -> tx.put(Mark.RIGHT, 1L, Mark.of(1)));
    }
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      openings.stores(Integer.parseInt(words[1]));
      openings.views(Integer.parseInt(words[2]));
      System.out.println(Footprint.now());
    }
  }

  private static Store open(Path folder) {
    return Store.open(folder, Mark.SCHEMA, StoreOptions.defaults());
  }

  private void stores(int count) {
    for (int i = 0; i < count; i++) {
      try (Store store = open(folder)) {
        expect(store.read(view -> view.get(Mark.RIGHT, 1L)));
      }
    }
    for (int i = 0; leak == Leak.STORE && i < LEFT_STORES; i++) {
      Store _ = open(folder.resolve("left" + left++));
    }
  }

  private void views(int count) throws Throwable {
    try (Store store = open(folder)) {
      for (int i = 0; i < count; i++) {
        try (Snapshot view = store.view();
            Cursor<Long, Mark> cursor = view.cursor(Mark.RIGHT, Range.all())) {
          if (!cursor.next()) {
            throw new IllegalStateException("The record is not there.");
          }
        }
        leave();
      }
    }
  }

  /// Touches what it leaves, as whoever leaks it would have done.
  private void leave() throws Throwable {
    if (leak == Leak.MALLOC) {
      MemorySegment memory = (MemorySegment) malloc.invokeExact((long) LEFT_BYTES);
      memory.reinterpret(LEFT_BYTES).fill((byte) 1);
    } else if (leak == Leak.ARENA) {
      Arena.ofConfined().allocate(LEFT_BYTES).fill((byte) 1);
    }
  }

  private static void expect(Object found) {
    if (!Mark.of(1).equals(found)) {
      throw new IllegalStateException("Another record than was written: " + found);
    }
  }
}
