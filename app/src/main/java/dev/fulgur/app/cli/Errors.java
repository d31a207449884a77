package dev.fulgur.app.cli;

import dev.fulgur.log.LogException;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.yaml.YamlException;
import dev.fulgur.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Which errors a user can meet, and each as one sentence.
final class Errors {

  private Errors() {}

  /// Whether the error is a user's, an operator's or the data's, so that its sentence is enough.
  static boolean isExpected(Exception e) {
    return e instanceof CommandFailed
        || e instanceof PromptException
        || e instanceof StoreException
        || e instanceof LogException
        || e instanceof YamlException
        || e instanceof IOException
        || e instanceof UncheckedIOException;
  }

  /// What, where, and what to do.
  static String sentence(Exception e) {
    return switch (e) {
      case UncheckedIOException unchecked when unchecked.getCause() != null ->
          sentence(unchecked.getCause());
      case NoSuchFileException missing -> "There is no " + missing.getFile() + "; check the path.";
      case AccessDeniedException denied ->
          "No permission for " + denied.getFile() + "; check its owner and mode.";
      case FileAlreadyExistsException exists ->
          exists.getFile() + " exists already; choose another path or remove it.";
      case FileSystemException failed ->
          failed.getFile()
              + " cannot be used: "
              + (failed.getReason() == null ? "the system refused" : failed.getReason())
              + ".";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
