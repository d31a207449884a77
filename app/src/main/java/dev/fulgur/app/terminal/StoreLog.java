package dev.fulgur.app.terminal;

import java.text.MessageFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the store logs by itself. A verb says what it did in its own words, so that only warnings
/// are left to be heard, each as one sentence.
public final class StoreLog {

  /// Held, since loggers that nobody holds forget their level.
  private static final Logger LOGGER = Logger.getLogger("dev.fulgur.store");

  private StoreLog() {}

  /// From now on only warnings, on `terminal`, for the whole process.
  public static void onlyWarnings(Terminal terminal) {
    LOGGER.setLevel(Level.WARNING);
    LOGGER.setUseParentHandlers(false);
    for (Handler handler : LOGGER.getHandlers()) {
      LOGGER.removeHandler(handler);
    }
    LOGGER.addHandler(new Sentences(terminal));
  }

  /// One sentence for each record, not the same one twice in a row.
  private static final class Sentences extends Handler {
    private final Terminal terminal;
    private String last = "";

    Sentences(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public synchronized void publish(LogRecord record) {
      if (!isLoggable(record)) {
        return;
      }
      String sentence = sentence(record);
      if (!sentence.equals(last)) {
        terminal.warn(sentence);
        last = sentence;
      }
    }

    private static String sentence(LogRecord record) {
      Object[] values = record.getParameters();
      String text = String.valueOf(record.getMessage());
      if (values != null && values.length > 0) {
        text = new MessageFormat(text, java.util.Locale.ROOT).format(values);
      }
      Throwable thrown = record.getThrown();
      if (thrown == null) {
        return text;
      }
      String why = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
      return text + ": " + why;
    }

    @Override
    public void flush() {
      terminal.flush();
    }

    @Override
    public void close() {}
  }
}
