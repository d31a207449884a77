package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.PyTuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The code of a macro or a call block.
///
/// @param name the macro's name; empty for a call block
/// @param slots how many names a call has
/// @param takesCaller whether the body uses `caller`
/// @param caller the slot of `caller`, or -1 when it is a parameter or not used
/// @param explicitCaller whether `caller` is a parameter
/// @param kwargs the slot of `kwargs`, or -1
/// @param varargs the slot of `varargs`, or -1
/// @param enter what gives the other names their first values
record MacroCode(
    String name,
    List<Parameter> parameters,
    int slots,
    boolean takesCaller,
    int caller,
    boolean explicitCaller,
    int kwargs,
    int varargs,
    Cmd enter,
    Cmd body) {

  /// One parameter.
  ///
  /// @param otherwise its default, or null
  record Parameter(String name, int slot, @Nullable Ex otherwise) {}

  PyTuple parameterNames() {
    return PyTuple.wrap(parameters.stream().map(p -> (Object) p.name()).toArray());
  }
}
