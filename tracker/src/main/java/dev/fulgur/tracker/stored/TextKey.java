package dev.fulgur.tracker.stored;

import dev.fulgur.store.codec.KeyWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Primary keys from texts of any length, such as paths.
///
/// A text of up to 480 bytes of UTF-8 is its own key. Of a longer one, the key is its beginning, at
/// most 400 bytes, then U+0000, then the first 16 bytes of the SHA-256 of the whole in hexadecimal;
/// the record keeps the text itself. The key of the empty text is U+0000, since no key is empty;
/// the text U+0000 has the key of a long one. Keys are in the order of their texts, save that
/// longer texts with one beginning are in the order of their hashes.
final class TextKey {

  static final int MAX_BYTES = 480;
  private static final int BEGINNING_BYTES = 400;
  private static final int HASH_BYTES = 16;
  private static final String EMPTY = "\0";

  private TextKey() {}

  /// The key that is a text alone.
  static String of(String text) {
    return text.isEmpty() ? EMPTY : text.equals(EMPTY) ? cut(utf8(EMPTY)) : part(text);
  }

  /// The last part of a key of several.
  static String part(String text) {
    if (text.length() <= MAX_BYTES / 3) {
      return text;
    }
    byte[] bytes = utf8(text);
    return bytes.length <= MAX_BYTES ? text : cut(bytes);
  }

  private static String cut(byte[] bytes) {
    return beginning(bytes) + '\0' + HexFormat.of().formatHex(hash(bytes));
  }

  /// Refuses lone surrogates, of which a hash would not tell one from the other.
  private static byte[] utf8(String text) {
    return new KeyWriter().text(text).toByteArray();
  }

  /// What the keys of all texts that begin with `text` begin with.
  static String beginning(String text) {
    byte[] bytes = utf8(text);
    return bytes.length <= BEGINNING_BYTES ? text : beginning(bytes);
  }

  private static String beginning(byte[] bytes) {
    int end = Math.min(BEGINNING_BYTES, bytes.length);
    while (end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no SHA-256; use another one.", e);
    }
  }
}
