package dev.fulgur.store.codec;

/// A value that the formats cannot hold: a type that MessagePack does not have, an integer beyond
/// 64 bits, text with a lone surrogate, or nesting that is too deep.
///
/// Nothing has been stored when this is thrown. The path leads to the culprit inside the value.
public final class UnencodableValue extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private String path = "";

  UnencodableValue(String problem) {
    super(problem);
    this.problem = problem;
  }

  /// Puts the name of the part that holds the culprit in front of the path, and returns this.
  ///
  /// @param part a field name or map key, or an array place as `[3]`
  public UnencodableValue in(String part) {
    path = path.isEmpty() || path.startsWith("[") ? part + path : part + "." + path;
    return this;
  }

  /// The way to the culprit, such as `metadata.owners[2]`; empty if it is the value itself.
  public String path() {
    return path;
  }

  /// What is wrong, without the place.
  public String problem() {
    return problem;
  }

  @Override
  public String getMessage() {
    return (path.isEmpty() ? "The value" : "The value at " + path)
        + " cannot be stored: "
        + problem
        + ".";
  }
}
