package dev.fulgur.verification.rooms;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Map;

/// The library in front of the C library that lets calls on files fail, as the process in which it
/// was loaded arms it.
@SuppressWarnings("restricted") // it calls that library
final class Faults {
  private final MethodHandle arm;
  private final MethodHandle failed;

  /// What the call answers that fails.
  enum Kind {
    /// Input or output failed.
    EIO(5),
    /// No space is left.
    ENOSPC(28);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  Faults(Path library) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
    arm =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.findOrThrow("fulgur_fault"),
                FunctionDescriptor.ofVoid(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    failed =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.findOrThrow("fulgur_failed"), FunctionDescriptor.of(ValueLayout.JAVA_LONG));
  }

  /// The environment of a process in which calls on files below `root` can fail.
  static Map<String, String> environment(Path library, Path root) throws IOException {
    return Map.of("LD_PRELOAD", library.toString(), "FULGUR_FAULT_ROOT", root.toRealPath() + "/");
  }

  /// Lets the nth call from now on fail, and all behind it if it lasts.
  void arm(long nth, Kind kind, boolean lasts) {
    try {
      arm.invokeExact(nth, kind.number, lasts ? 1 : 0);
    } catch (Throwable e) {
      throw new IllegalStateException("The library cannot be called.", e);
    }
  }

  /// All calls work again; what has failed is forgotten.
  void disarm() {
    arm(0, Kind.EIO, false);
  }

  /// Whether a call has failed since it was armed.
  boolean met() {
    try {
      return (long) failed.invokeExact() > 0;
    } catch (Throwable e) {
      throw new IllegalStateException("The library cannot be called.", e);
    }
  }
}
