package dev.fulgur.store;

/// A named 64-bit counter, a typed constant like a table.
///
/// Additions commute: two transactions that add to one counter never conflict, on either engine. A
/// counter that was never added to is 0; it wraps around at 64 bits.
///
/// @param name the name, unique in its store; 1 to 200 bytes of UTF-8
public record Counter(String name) {

  /// @throws IllegalArgumentException if the name is empty or over 200 bytes
  public Counter {
    Names.check(name);
  }

  /// The counter of that name.
  public static Counter of(String name) {
    return new Counter(name);
  }
}
