package dev.fulgur.jinja.runtime;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's `datetime.timezone`: what `tzinfo` of a time with an offset gives.
record Zone(ZoneOffset offset) implements TextObject {

  private static final Map<String, Method> METHODS =
      Map.of(
          "utcoffset", method("utcoffset", Zone::span),
          "tzname", method("tzname", Zone::text),
          "dst", method("dst", zone -> None.NONE));

  private interface Body {
    Object apply(Zone zone);
  }

  private static Method method(String name, Body body) {
    return Method.of(
        Signature.of(name, "dt").positionalOnly(),
        (context, self, args) -> {
          if (args[0] instanceof OffsetDateTime
              || args[0] instanceof java.time.LocalDateTime
              || args[0] instanceof None) {
            return body.apply((Zone) self);
          }
          throw PyError.type(
              name
                  + "(dt) argument must be a datetime instance or None, not "
                  + Types.name(args[0]));
        });
  }

  Duration span() {
    return Duration.ofSeconds(offset.getTotalSeconds());
  }

  @Override
  public String typeName() {
    return "datetime.timezone";
  }

  @Override
  public @Nullable Object attribute(Context context, String name) {
    Method method = METHODS.get(name);
    if (method != null) {
      return new BoundMethod(this, name, method);
    }
    return name.equals("utc") ? new Zone(ZoneOffset.UTC) : null;
  }

  @Override
  public String text() {
    return offset.getTotalSeconds() == 0 ? "UTC" : "UTC" + DateText.offset(offset, ":");
  }

  @Override
  public String describe() {
    return DateText.repr(offset);
  }
}
