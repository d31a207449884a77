package dev.fulgur.store.engine;

/// Keys for people.
public final class KeyText {
  private KeyText() {}

  /// A key in readable form, shortened.
  public static String show(byte[] key) {
    return Bytes.show(key);
  }
}
