package dev.fulgur.prompts;

import java.util.List;

/// Inputs that a template does not take. Names every one of them at once.
public final class ValidationException extends PromptException {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  /// An input that is missing or wrong.
  ///
  /// @param input its name
  /// @param reason what is wrong, as one clause that names it
  public record Problem(String input, String reason) {}

  /// All the bad inputs of a call.
  public ValidationException(List<Problem> problems) {
    super(String.join("; ", problems.stream().map(Problem::reason).toList()), null);
    this.problems = List.copyOf(problems);
  }

  /// The bad inputs, in the order of declaration.
  public List<Problem> problems() {
    return problems;
  }
}
