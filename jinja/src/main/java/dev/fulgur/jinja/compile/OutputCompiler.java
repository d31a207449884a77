package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.syntax.Expr;
import dev.fulgur.jinja.syntax.Stmt;
import java.util.ArrayList;
import java.util.List;

/// Compiles what is printed; constants become text.
final class OutputCompiler {

  private final ExprCompiler expressions;
  private final Folding folding;
  private final EscapingState escaping;
  private final List<String> texts = new ArrayList<>();
  private final List<Ex> values = new ArrayList<>();
  private final List<Integer> positions = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  OutputCompiler(ExprCompiler expressions, Folding folding, EscapingState escaping) {
    this.expressions = expressions;
    this.folding = folding;
    this.escaping = escaping;
  }

  Cmd compile(Stmt.Output output, Site site) {
    if (output.parts().size() == 1 && output.parts().getFirst() instanceof Expr.Data data) {
      return new OutputNodes.Text(data.text());
    }
    for (Expr part : output.parts()) {
      if (part instanceof Expr.Data data) {
        text.append(data.text());
      } else {
        value(part, expressions.compile(part, site));
      }
    }
    if (values.isEmpty()) {
      return new OutputNodes.Text(text.toString());
    }
    return new OutputNodes.Prints(
        texts.toArray(new String[0]),
        values.toArray(new Ex[0]),
        positions.stream().mapToInt(Integer::intValue).toArray(),
        text.toString(),
        escaping.current());
  }

  private void value(Expr part, Ex value) {
    String constant = escaping.isVolatile() ? null : folding.text(value, escaping.autoescape());
    if (constant != null) {
      text.append(constant);
      return;
    }
    texts.add(text.toString());
    text.setLength(0);
    values.add(value);
    positions.add(part.pos());
  }
}
