package dev.fulgur.app.cli;

/// What the command tells its caller.
final class ExitCode {

  /// The job is done.
  static final int DONE = 0;

  /// The job failed, or a comparison found differences.
  static final int FAILED = 1;

  /// The command line was wrong.
  static final int WRONG_USE = 2;

  private ExitCode() {}
}
