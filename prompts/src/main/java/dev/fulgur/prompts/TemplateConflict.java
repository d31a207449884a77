package dev.fulgur.prompts;

import java.util.List;

/// Several files that name one id.
///
/// @param id the id
/// @param kept the file that counts, the first by path in byte order
/// @param dropped the others, in that order
public record TemplateConflict(String id, String kept, List<String> dropped) {

  /// Copies the list.
  public TemplateConflict {
    dropped = List.copyOf(dropped);
  }
}
