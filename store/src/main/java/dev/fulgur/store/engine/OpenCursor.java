package dev.fulgur.store.engine;

/// What cursors have in common: a place, for as long as their view lasts, that operations enter and
/// leave one at a time.
abstract class OpenCursor {

  final TypedView view;
  private final String place;
  private boolean onRow;
  private boolean closed;

  /// @param place what it stands on
  OpenCursor(TypedView view, String place) {
    this.view = view;
    this.place = place;
  }

  /// Moves on; false behind the end.
  abstract boolean step();

  /// Frees what it holds in the view.
  abstract void free();

  public final boolean next() {
    Rows _ = enter();
    try {
      onRow = step();
      return onRow;
    } finally {
      view.exit();
    }
  }

  public final void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (view.enterToClose()) {
      try {
        free();
      } finally {
        view.exit();
      }
    }
  }

  private Rows enter() {
    Rows rows = view.enter();
    if (closed) {
      view.exit();
      throw new IllegalStateException("The cursor is closed; open another.");
    }
    return rows;
  }

  /// Begins an operation on what it stands on; ended by the view's exit.
  final Rows enterRow() {
    Rows rows = enter();
    if (!onRow) {
      view.exit();
      throw new IllegalStateException(
          "The cursor stands on no %s; call next, and see it answer true.".formatted(place));
    }
    return rows;
  }
}
