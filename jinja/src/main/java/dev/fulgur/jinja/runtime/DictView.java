package dev.fulgur.jinja.runtime;

import java.util.List;
import java.util.Map;

/// The keys, values or items of a dict, live.
///
/// @param dict the dict, the engine's or the host's
public record DictView(Map<?, ?> dict, Kind kind) {

  /// Which of them.
  public enum Kind {
    KEYS("dict_keys"),
    VALUES("dict_values"),
    ITEMS("dict_items");

    private final String pythonName;

    Kind(String pythonName) {
      this.pythonName = pythonName;
    }

    String pythonName() {
      return pythonName;
    }
  }

  PyIterator iterator() {
    return Iteration.ofDict(dict, kind);
  }

  List<Object> list() {
    PyList items = new PyList(dict.size());
    PyIterator each = iterator();
    for (Object item = each.next(); item != null; item = each.next()) {
      items.add(item);
    }
    return items;
  }
}
