package dev.fulgur.prompts.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fixed-length row of values, as an entry of YAML's `!!pairs` and `!!omap` is read. MessagePack
/// has no such kind: it is stored as an array.
///
/// @param items the values in order; copied
public record Tuple(List<@Nullable Object> items) {

  /// Copies `items`.
  public Tuple {
    items = Collections.unmodifiableList(new ArrayList<>(items));
  }
}
