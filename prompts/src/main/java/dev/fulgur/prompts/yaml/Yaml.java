package dev.fulgur.prompts.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads one YAML 1.1 document as PyYAML's safe loader does, since that is what template files were
/// written for: `yes` is true, `1:30` is ninety, `1e3` is text, `2024-01-31` is a date; of equal
/// keys the last wins; tags that are not YAML's own, second documents and second anchors of one
/// name are errors.
///
/// The values:
///
/// | YAML | Java |
/// |---|---|
/// | `!!null`, `!!bool`, `!!str` | null, [Boolean], [String] |
/// | text with surrogates that stand alone | [dev.fulgur.prompts.value.SurrogateText] |
/// | `!!int` | [Long], or [java.math.BigInteger] beyond 64 bits |
/// | `!!float` | [Double] |
/// | `!!timestamp` | [java.time.LocalDate] or [dev.fulgur.prompts.value.Timestamp] |
/// | `!!binary` | [dev.fulgur.prompts.value.Bytes] |
/// | `!!seq`, `!!map`, `!!set` | [java.util.List], [java.util.Map], [java.util.Set], unmodifiable, in order |
/// | an entry of `!!omap`, `!!pairs` | [dev.fulgur.prompts.value.Tuple] |
/// | an alias to what it stands in | [dev.fulgur.prompts.value.Recursion] |
///
/// Input is bounded: [#MAX_BYTES], [#MAX_NESTING], [#MAX_EXPANSION]. The time taken is linear in
/// the input and in what its aliases expand to.
public final class Yaml {
  /// The longest input, in bytes of UTF-8.
  public static final int MAX_BYTES = 8 << 20;

  /// The most levels of sequences, mappings and scalars in each other.
  public static final int MAX_NESTING = 256;

  /// The most nodes and characters of a document with its aliases written out.
  public static final long MAX_EXPANSION = 16L << 20;

  private Yaml() {}

  /// Reads a file's bytes: UTF-8, with or without a byte order mark, with any kind of line ends.
  ///
  /// @return the value, null for an empty document
  /// @throws YamlException if the bytes are no such document, or over a bound
  public static @Nullable Object read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new YamlException(
          "the file has " + bytes.length + " bytes, and the limit is " + MAX_BYTES);
    }
    return readText(decode(bytes));
  }

  /// Reads a text.
  ///
  /// @return the value, null for an empty document
  /// @throws YamlException if the text is no such document, or over a bound
  public static @Nullable Object read(String text) {
    if (text.length() > MAX_BYTES) {
      throw new YamlException(
          "the text has " + text.length() + " characters, and the limit is " + MAX_BYTES);
    }
    return readText(text);
  }

  private static @Nullable Object readText(String text) {
    Node root = new Composer(new Scanner(new Source(text))).document();
    return root == null ? null : new Constructor().construct(root);
  }

  private static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new YamlException(
          String.format(
              "not UTF-8: byte 0x%02x at offset %d", bytes[in.position()] & 0xff, in.position()));
    }
    return out.flip().toString();
  }
}
