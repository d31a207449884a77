package dev.fulgur.jinja.compile;

import java.util.List;

/// A compiled statement: immutable, shared by all renders.
abstract class Cmd {

  /// What [#exec] answers: go on, leave the loop, or go on with the next turn of the loop.
  static final int NEXT = 0;

  static final int BREAK = 1;
  static final int CONTINUE = 2;

  static final Cmd[] NONE = {};

  abstract int exec(Frame f);

  static int all(Cmd[] body, Frame f) {
    for (Cmd cmd : body) {
      int signal = cmd.exec(f);
      if (signal != NEXT) {
        return signal;
      }
    }
    return NEXT;
  }

  /// Commands as one.
  static final class Sequence extends Cmd {
    private final Cmd[] body;

    Sequence(Cmd[] body) {
      this.body = body;
    }

    @Override
    int exec(Frame f) {
      return all(body, f);
    }
  }

  static Cmd[] array(List<Cmd> commands) {
    return commands.toArray(NONE);
  }
}
