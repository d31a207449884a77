package dev.fulgur.app.cli;

/// A verb that could not do its job, with the sentence that says why.
final class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailed(String sentence) {
    super(sentence);
  }
}
