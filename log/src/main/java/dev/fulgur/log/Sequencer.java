package dev.fulgur.log;

/// What the owner of a log does at each step of a commit.
///
/// Thread rule: by any thread, one call at a time and in the order of commits, each seeing what the
/// calls before it did; [#publish] of earlier commits may run beside the others of later ones. None
/// may block or throw: what it throws stops the log as a failed write does.
///
/// @param <C> the owner's commits
public interface Sequencer<C extends Commit> {

  /// Says whether the commit may go on, given all commits that were applied before.
  boolean validate(C commit);

  /// Takes the commit as number `sequence`. It is not on disk yet, and nobody may see it yet.
  void apply(C commit, long sequence);

  /// Takes back the newest applied commit: there was no room for it on the disk. Its number is
  /// given again.
  void revoke(C commit, long sequence);

  /// All commits up to `sequence` may be seen from now on.
  void publish(long sequence);

  /// Says whether [#point] is to be called soon. Asked when commits were applied.
  boolean wantsPoint();

  /// All commits up to `sequence` are applied and published, and none after it is applied.
  void point(long sequence);
}
