package dev.fulgur.log;

/// An owner of a log who takes every commit, keeps nothing and never hears of a disk without room.
/// Tests change the step that they are about. The tests of the rooms above use it too.
///
/// @param <C> the commits
public class Anything<C extends Commit> implements Sequencer<C> {
  @Override
  public boolean validate(C commit) {
    return true;
  }

  @Override
  public void apply(C commit, long sequence) {}

  @Override
  public void revoke(C commit, long sequence) {
    throw new IllegalStateException("Revoked " + sequence + ".");
  }

  @Override
  public void publish(long sequence) {}

  @Override
  public boolean wantsPoint() {
    return false;
  }

  @Override
  public void point(long sequence) {}
}
