package dev.fulgur.lmdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The machine that this runs on, in the words of the native library's file names.
final class Platform {
  /// `linux`, `macos`, `windows`, or what the JDK calls it.
  static final String OS = os(System.getProperty("os.name", ""));

  /// `x86_64`, `aarch64`, or what the JDK calls it.
  static final String CPU = cpu(System.getProperty("os.arch", ""));

  private Platform() {}

  /// Name of the library's resource for this machine, such as `x86_64-linux-gnu.so`.
  static String libraryName() {
    return switch (OS) {
      case "linux" -> CPU + "-linux-" + (musl() ? "musl" : "gnu") + ".so";
      case "macos" -> CPU + "-macos-none.so";
      case "windows" -> CPU + "-windows-gnu.dll";
      default -> CPU + "-" + OS;
    };
  }

  private static String os(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("mac")) {
      return "macos";
    }
    return lower.startsWith("windows") ? "windows" : lower;
  }

  private static String cpu(String name) {
    return name.equals("amd64") ? "x86_64" : name;
  }

  /// A JVM for musl has musl's loader in its own memory map.
  private static boolean musl() {
    try {
      return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)
          .contains("/ld-musl-");
    } catch (IOException e) {
      return Files.exists(Path.of("/etc/alpine-release"));
    }
  }
}
