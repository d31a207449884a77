package dev.fulgur.tracker.index.syntax;

import java.util.EnumMap;
import java.util.Map;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRuby;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/// The grammars of the languages. Each native library is loaded at its first use and stays:
/// grammars are never freed, so that no tree can outlive its own.
final class Grammars {

  private static final Map<Language, Grammar> LOADED = new EnumMap<>(Language.class);

  private Grammars() {}

  static synchronized Grammar of(Language language) {
    return LOADED.computeIfAbsent(language, l -> new Grammar(l, load(l)));
  }

  private static TSLanguage load(Language language) {
    return switch (language) {
      case JAVA -> new TreeSitterJava();
      case PYTHON -> new TreeSitterPython();
      case JAVASCRIPT -> new TreeSitterJavascript();
      case TYPESCRIPT -> new TreeSitterTypescript();
      case TSX -> new TreeSitterTsx();
      case GO -> new TreeSitterGo();
      case RUST -> new TreeSitterRust();
      case C -> new TreeSitterC();
      case CPP -> new TreeSitterCpp();
      case RUBY -> new TreeSitterRuby();
      case C_SHARP -> new TreeSitterCSharp();
      case KOTLIN -> new TreeSitterKotlin();
    };
  }
}
