package dev.fulgur.jinja.runtime;

/// Text that is safe for HTML as it is: a string that `escape` leaves alone.
public final class Markup {

  public static final Markup EMPTY = new Markup("");

  private final String text;

  public Markup(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /// Any value escaped; what is safe already stays.
  static Markup escape(Object value) {
    return value instanceof Markup m ? m : new Markup(Escape.html(value));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Markup m && m.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
