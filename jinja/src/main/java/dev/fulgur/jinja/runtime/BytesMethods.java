package dev.fulgur.jinja.runtime;

import java.util.Map;

/// The methods of `bytes` that a template may want.
final class BytesMethods {

  static final Map<String, Method> TABLE =
      Map.of(
          "decode",
          Method.of(
              Signature.of("decode").optional("encoding", "utf-8").optional("errors", "strict"),
              (c, self, a) -> {
                PyBytes bytes = (PyBytes) self;
                c.budget().text(bytes.length());
                return Encodings.decode(
                    bytes, StrMethods.text("decode", a[0]), StrMethods.text("decode", a[1]));
              }),
          "hex",
          Method.of(
              Signature.of("hex").optional("sep", "").optional("bytes_per_sep", 1L),
              (c, self, a) ->
                  hex(c, (PyBytes) self, StrMethods.text("hex", a[0]), Numbers.toLong(a[1]))),
          "startswith",
          Method.of(
              Signature.of("startswith", "prefix").positionalOnly(),
              (c, self, a) -> starts((PyBytes) self, bytes(a[0]))),
          "endswith",
          Method.of(
              Signature.of("endswith", "suffix").positionalOnly(),
              (c, self, a) -> ends((PyBytes) self, bytes(a[0]))));

  private BytesMethods() {}

  private static PyBytes bytes(Object value) {
    if (value instanceof PyBytes b) {
      return b;
    }
    throw PyError.type("a bytes-like object is required, not '" + Types.name(value) + "'");
  }

  /// Two digits a byte, in groups that are counted from the right, or from the left if negative.
  private static Object hex(Context context, PyBytes bytes, String separator, long group) {
    Out out = Out.text(context.budget());
    for (int i = 0; i < bytes.length(); i++) {
      long from = group < 0 ? i : bytes.length() - i;
      if (i > 0 && group != 0 && from % group == 0) {
        out.append(separator);
      }
      Repr.hex(out, bytes.at(i), 2);
    }
    context.budget().text(out.length());
    return out.toString();
  }

  private static boolean starts(PyBytes all, PyBytes prefix) {
    return prefix.length() <= all.length() && all.slice(0, prefix.length()).equals(prefix);
  }

  private static boolean ends(PyBytes all, PyBytes suffix) {
    return suffix.length() <= all.length()
        && all.slice(all.length() - suffix.length(), all.length()).equals(suffix);
  }
}
