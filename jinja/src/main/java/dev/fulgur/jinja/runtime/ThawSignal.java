package dev.fulgur.jinja.runtime;

/// A template changes a list, dict or set of the host. The render starts again with copies of
/// everything that the host passed, so that the host's own stay as they are. Happens at most once a
/// render, and the template remembers it.
public final class ThawSignal extends RuntimeException {

  ThawSignal() {
    super("a template changes what the host passed", null, false, false);
  }
}
