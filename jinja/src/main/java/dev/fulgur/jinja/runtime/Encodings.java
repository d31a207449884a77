package dev.fulgur.jinja.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
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

  /// @param errors looked at only if something cannot be encoded, as in Python
  private static byte[] encode(String s, Charset charset, String errors) {
    CharsetEncoder encoder =
        charset
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    if (encoder.canEncode(s)) {
      return s.getBytes(charset);
    }
    Unencodable handler = Unencodable.of(errors);
    StringBuilder replaced = new StringBuilder(s.length());
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      int end = i + Character.charCount(c);
      if (encoder.canEncode(s.substring(i, end))) {
        replaced.appendCodePoint(c);
      } else if (handler == Unencodable.STRICT) {
        throw PyError.of(
            "UnicodeEncodeError", "'" + codec(charset) + "' codec can't encode characters");
      } else {
        replaced.append(handler.replacement(c));
      }
      i = end;
    }
    return replaced.toString().getBytes(charset);
  }

  /// What becomes of a character that an encoding does not have.
  private enum Unencodable {
    STRICT,
    IGNORE,
    REPLACE,
    REFERENCE,
    ESCAPE;

    static Unencodable of(String errors) {
      return switch (errors) {
        case "strict" -> STRICT;
        case "ignore" -> IGNORE;
        case "replace" -> REPLACE;
        case "xmlcharrefreplace" -> REFERENCE;
        case "backslashreplace" -> ESCAPE;
        default -> throw unknownHandler(errors);
      };
    }

    String replacement(int c) {
      return switch (this) {
        case STRICT, IGNORE -> "";
        case REPLACE -> "?";
        case REFERENCE -> "&#" + c + ";";
        case ESCAPE -> PercentFormat.ascii(Character.toString(c));
      };
    }
  }

  private static PyError unknownHandler(String errors) {
    return PyError.of("LookupError", "unknown error handler name '" + errors + "'");
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
      default -> throw unknownHandler(errors);
    };
  }

  private static Charset charset(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "utf-8", "utf8" -> StandardCharsets.UTF_8;
      case "ascii", "us-ascii" -> StandardCharsets.US_ASCII;
      case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1" -> StandardCharsets.ISO_8859_1;
      case "utf-16-le", "utf-16le" -> StandardCharsets.UTF_16LE;
      case "utf-16-be", "utf-16be" -> StandardCharsets.UTF_16BE;
      case "utf-16", "utf16" -> Charset.forName("x-UTF-16LE-BOM");
      case "utf-32", "utf32" -> Charset.forName("X-UTF-32LE-BOM");
      case "utf-32-le", "utf-32le" -> Charset.forName("UTF-32LE");
      case "utf-32-be", "utf-32be" -> Charset.forName("UTF-32BE");
      case "cp1252", "windows-1252" -> Charset.forName("windows-1252");
      case "iso-8859-15", "latin-9", "latin9" -> Charset.forName("ISO-8859-15");
      default -> throw PyError.of("LookupError", "unknown encoding: " + name);
    };
  }
}
