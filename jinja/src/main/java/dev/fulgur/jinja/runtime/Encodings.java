package dev.fulgur.jinja.runtime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Text to bytes and back.
public final class Encodings {

  private Encodings() {}

  static Object encode(Context context, Object self, Object[] args) {
    String s = Print.text(self);
    context.budget().text(s.length());
    Charset charset = charset(StrMethods.text("encode", args[0]));
    return new PyBytes(encode(s, charset, StrMethods.text("encode", args[1])));
  }

  /// The bytes in UTF-8.
  ///
  /// @throws PyError `UnicodeEncodeError` for lone surrogates
  public static byte[] utf8(String s) {
    return encode(s, StandardCharsets.UTF_8, "strict");
  }

  private static byte[] encode(String s, Charset charset, String errors) {
    CodingErrorAction action = action(errors);
    try {
      ByteBuffer bytes =
          charset
              .newEncoder()
              .onMalformedInput(action)
              .onUnmappableCharacter(action)
              .replaceWith(new byte[] {'?'})
              .encode(CharBuffer.wrap(s));
      byte[] out = new byte[bytes.remaining()];
      bytes.get(out);
      return out;
    } catch (CharacterCodingException e) {
      throw PyError.of(
          "UnicodeEncodeError", "'" + codec(charset) + "' codec can't encode characters");
    }
  }

  static String decode(PyBytes bytes, String encoding, String errors) {
    CodingErrorAction action = action(errors);
    Charset charset = charset(encoding);
    try {
      return charset
          .newDecoder()
          .onMalformedInput(action)
          .onUnmappableCharacter(action)
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw PyError.of("UnicodeDecodeError", "'" + codec(charset) + "' codec can't decode bytes");
    }
  }

  private static String codec(Charset charset) {
    return charset.equals(StandardCharsets.US_ASCII)
        ? "ascii"
        : charset.equals(StandardCharsets.ISO_8859_1)
            ? "latin-1"
            : charset.name().toLowerCase(Locale.ROOT);
  }

  private static CodingErrorAction action(String errors) {
    return switch (errors) {
      case "strict" -> CodingErrorAction.REPORT;
      case "ignore" -> CodingErrorAction.IGNORE;
      case "replace" -> CodingErrorAction.REPLACE;
      default -> throw PyError.of("LookupError", "unknown error handler name '" + errors + "'");
    };
  }

  private static Charset charset(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "utf-8", "utf8" -> StandardCharsets.UTF_8;
      case "ascii", "us-ascii" -> StandardCharsets.US_ASCII;
      case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1" -> StandardCharsets.ISO_8859_1;
      case "utf-16-le", "utf-16le" -> StandardCharsets.UTF_16LE;
      case "utf-16-be", "utf-16be" -> StandardCharsets.UTF_16BE;
      default -> throw PyError.of("LookupError", "unknown encoding: " + name);
    };
  }
}
