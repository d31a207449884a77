package dev.fulgur.app.terminal;

import java.util.logging.Level;
import java.util.logging.Logger;

/// What the store logs by itself. A verb says what it did in its own words, so that only warnings
/// are left to be heard.
public final class StoreLog {

  /// Held, since loggers that nobody holds forget their level.
  private static final Logger LOGGER = Logger.getLogger("dev.fulgur.store");

  private StoreLog() {}

  /// From now on only warnings, for the whole process.
  public static void onlyWarnings() {
    LOGGER.setLevel(Level.WARNING);
  }
}
