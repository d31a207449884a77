package dev.fulgur.jinja.compile;

/// `if`, its `elif`s and its `else`.
final class IfNode extends Cmd {

  private final int[] positions;
  private final Ex[] tests;
  private final Cmd[][] bodies;
  private final Cmd[] otherwise;

  IfNode(int[] positions, Ex[] tests, Cmd[][] bodies, Cmd[] otherwise) {
    this.positions = positions;
    this.tests = tests;
    this.bodies = bodies;
    this.otherwise = otherwise;
  }

  @Override
  int exec(Frame f) {
    for (int i = 0; i < tests.length; i++) {
      if (LogicNodes.testAt(tests[i], f, positions[i])) {
        return all(bodies[i], f);
      }
    }
    return all(otherwise, f);
  }
}
