package dev.fulgur.tracker.index.syntax;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The languages whose symbols are found.
public enum Language {
  /// Java.
  JAVA("java"),
  /// Python, stubs too.
  PYTHON("py pyi pyw"),
  /// JavaScript, with JSX.
  JAVASCRIPT("js jsx mjs cjs"),
  /// TypeScript.
  TYPESCRIPT("ts mts cts"),
  /// TypeScript with JSX.
  TSX("tsx"),
  /// Go.
  GO("go"),
  /// Rust.
  RUST("rs"),
  /// C.
  C("c h"),
  /// C++.
  CPP("cc cpp cxx c++ hh hpp hxx inl"),
  /// Ruby.
  RUBY("rb rake gemspec"),
  /// C#.
  C_SHARP("cs"),
  /// Kotlin.
  KOTLIN("kt kts");

  private static final Map<String, Language> BY_EXTENSION = new TreeMap<>();

  static {
    for (Language language : values()) {
      for (String extension : language.extensions.split(" ", -1)) {
        BY_EXTENSION.put(extension, language);
      }
    }
  }

  private final String extensions;

  Language(String extensions) {
    this.extensions = extensions;
  }

  /// The language of a file by its name, or null.
  public static @Nullable Language ofName(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? null : BY_EXTENSION.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
