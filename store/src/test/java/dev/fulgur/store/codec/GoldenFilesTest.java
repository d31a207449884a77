package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The bytes of version 1 of the formats, as they stand in files of users. These files never
/// change: another format has another golden file beside these.
final class GoldenFilesTest {

  private static final MemorySegment KEY =
      MemorySegment.ofArray("golden/record".getBytes(StandardCharsets.UTF_8));

  @Test
  void record_ofEveryType_hasTheBytesOfTheGoldenFile() throws IOException {
    byte[] golden = lines("record-1.hex").getFirst().bytes();
    RecordWriter writer = new RecordWriter();
    Map<String, @Nullable Object> fields = fields();
    writer.writeRecordHeader(fields.size());
    fields.forEach(
        (name, value) -> {
          writer.writeText(name);
          writer.writeValue(value);
        });
    writer.seal(KEY);
    assertThat(HexFormat.of().formatHex(writer.toByteArray()))
        .isEqualTo(HexFormat.of().formatHex(golden));

    RecordReader reader = new RecordReader().load(KEY, MemorySegment.ofArray(golden));
    Map<Object, @Nullable Object> read = new LinkedHashMap<>();
    for (int left = reader.readRecordHeader(); left > 0; left--) {
      read.put(reader.readText(), reader.readValue());
    }
    reader.readEnd();
    assertThat(RandomValues.same(read, fields)).as("%s", read).isTrue();
  }

  @Test
  void keys_ofEveryKind_haveTheBytesOfTheGoldenFile() throws IOException {
    Map<String, Consumer<KeyWriter>> keys = new LinkedHashMap<>();
    keys.put("text", out -> out.text("gr\u00FC\u00DFe/\uD83D\uDE00"));
    keys.put("text-part-and-text", out -> out.textPart("a\u0000b\u0001c").text("1.0.0"));
    keys.put("text-part-and-u64", out -> out.textPart("src/Main.java").u64(7));
    keys.put("u64-separator-text", out -> out.u64(-2).separator().text("p"));
    keys.put("i64", out -> out.i64(-2));
    keys.put("u32", out -> out.u32(-2));
    keys.put("f64-positive", out -> out.f64(1.5));
    keys.put("f64-negative", out -> out.f64(-1.5));
    keys.put("bytes-part-and-bytes", out -> out.bytesPart(bytes(0, 1, 2, 255)).bytes(bytes(0, 1)));
    Map<String, Consumer<KeyWriter>> indexKeys = new LinkedHashMap<>();
    indexKeys.put("index-text", out -> out.text("tag").u64(1));
    indexKeys.put("index-text-cut", out -> out.text("0123456789".repeat(21)).u64(1));
    Map<String, String> found = new LinkedHashMap<>();
    keys.forEach((name, write) -> found.put(name, hex(new KeyWriter(), write)));
    indexKeys.forEach((name, write) -> found.put(name, hex(KeyWriter.forIndex(), write)));

    Map<String, String> golden = new LinkedHashMap<>();
    for (Line line : lines("keys-1.hex")) {
      golden.put(line.name(), line.hex());
    }
    assertThat(found).isEqualTo(golden);
  }

  private static String hex(KeyWriter out, Consumer<KeyWriter> write) {
    write.accept(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static Map<String, @Nullable Object> fields() {
    List<@Nullable Object> list = new ArrayList<>();
    list.add(1L);
    list.add(null);
    list.add("two");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("nil", null);
    fields.put("yes", true);
    fields.put("small", -7L);
    fields.put("large", Long.MIN_VALUE);
    fields.put("unsigned", BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
    fields.put("float", -0.1);
    fields.put("text", "gr\u00FC\u00DFe \u65E5\u672C \uD83D\uDE00");
    fields.put("bytes", bytes(0, 255));
    fields.put("list", list);
    fields.put("map", Map.of("k", List.of()));
    fields.put("time", Instant.ofEpochSecond(1_700_000_000, 123_456_789));
    fields.put("ext", Ext.of(42, bytes(1, 2, 3)));
    return fields;
  }

  private record Line(String name, String hex) {
    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }
  }

  /// A line is a name, a space and hex; what begins with `#` is a remark.
  private static List<Line> lines(String file) throws IOException {
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(
              line ->
                  new Line(
                      line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)))
          .toList();
    }
  }
}
