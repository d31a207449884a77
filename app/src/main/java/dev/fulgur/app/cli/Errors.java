package dev.fulgur.app.cli;

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
    return e instanceof IOException || e instanceof UncheckedIOException;
  }

  /// What, where, and what to do.
  static String sentence(Exception e) {
    return switch (e) {
      case UncheckedIOException unchecked when unchecked.getCause() != null ->
          sentence(unchecked.getCause());
      case NoSuchFileException missing -> "there is no " + missing.getFile() + "; check the path";
      case AccessDeniedException denied ->
          "no permission for " + denied.getFile() + "; check its owner and mode";
      case FileAlreadyExistsException exists ->
          exists.getFile() + " exists already; choose another path or remove it";
      case FileSystemException failed ->
          failed.getFile() + ": " + (failed.getReason() == null ? "failed" : failed.getReason());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
