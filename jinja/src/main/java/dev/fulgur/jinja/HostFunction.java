package dev.fulgur.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function of the host, which templates may call: as a global, as a filter (the value that it is
/// applied to is the first argument) or as a test (what it returns is true or false).
///
/// Values come as the host knows them: null, `Boolean`, `Long`, `BigInteger`, `Double`, `String`,
/// `List`, `Map`, `Set`, `byte[]`, dates. Lists, maps and sets that the template made are copies.
/// What is returned follows the same rules as the inputs of a template.
///
/// Called by every thread that renders.
@FunctionalInterface
public interface HostFunction {

  /// Answers a call.
  ///
  /// @param positional the arguments by position
  /// @param named the arguments by name
  /// @throws IllegalArgumentException for arguments that do not fit: the template sees a
  ///   `ValueError` with its message
  @Nullable Object call(List<@Nullable Object> positional, Map<String, @Nullable Object> named);
}
