package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.yaml.Yaml;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A text behind a YAML mapping between two lines of `---`.
///
/// @param fields what the mapping says; empty if there is none
/// @param body the text, with line feeds only
record FrontMatter(Map<?, ?> fields, String body) {

  /// Reads a file.
  ///
  /// @throws IllegalArgumentException if it is no such file; the message is a clause
  /// @throws dev.fulgur.prompts.yaml.YamlException if the mapping is no YAML
  static FrontMatter read(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is no UTF-8", e);
    }
    text = (text.startsWith("\ufeff") ? text.substring(1) : text).replace("\r\n", "\n");
    String start = text.stripLeading();
    if (!start.startsWith("---\n")) {
      return new FrontMatter(Map.of(), text);
    }
    int end = start.startsWith("---\n---") ? 3 : start.indexOf("\n---", 3);
    if (end < 0) {
      throw new IllegalArgumentException("its first --- has no second one");
    }
    String head = start.substring(Math.min(4, end), end);
    int line = start.indexOf('\n', end + 1);
    Object fields = head.isBlank() ? Map.of() : Yaml.read(head.getBytes(StandardCharsets.UTF_8));
    if (!(fields instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("what stands between its lines of --- is no mapping");
    }
    return new FrontMatter(map, line < 0 ? "" : start.substring(line + 1));
  }
}
