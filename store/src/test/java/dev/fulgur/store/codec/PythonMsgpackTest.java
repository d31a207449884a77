package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Our bytes beside those of Python's msgpack with `use_bin_type`, where it is installed.
final class PythonMsgpackTest {

  /// For each line of hex: unpacks it, packs it again, prints the hex of that.
  private static final String REPACK =
      """
      import sys, msgpack
      for line in sys.stdin:
          value = msgpack.unpackb(bytes.fromhex(line), raw=False, strict_map_key=False)
          print(msgpack.packb(value, use_bin_type=True).hex())
      """;

  /// Prints the hex of values at the edges of all forms.
  private static final String EDGES =
      """
      import msgpack
      edges = [0, 31, 32, 127, 128, 255, 256, 65535, 65536, 2**31, 2**32 - 1, 2**32, 2**63, 2**64 - 1]
      values = edges + [-e for e in edges if e <= 2**63] + [-e - 1 for e in edges if e < 2**63]
      values += [None, True, False, 0.5, float('inf'), [], {}, b'', '']
      values += ['x' * n for n in (31, 32, 255, 256, 65535, 65536)]
      values += [b'x' * n for n in (1, 255, 256, 65535, 65536)]
      values += [[None] * n for n in (15, 16, 65535, 65536)]
      values += [{str(i): i for i in range(n)} for n in (15, 16, 65536)]
      values += [msgpack.ExtType(5, b'x' * n) for n in (0, 1, 2, 3, 4, 8, 16, 17, 256, 65536)]
      values += [msgpack.Timestamp(0, 0), msgpack.Timestamp(2**32, 5), msgpack.Timestamp(-1, 7)]
      for value in values:
          print(msgpack.packb(value, use_bin_type=True).hex())
      """;

  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
  private static @Nullable String python;

  @BeforeAll
  static void findPython() throws IOException, InterruptedException {
    for (String candidate : PYTHONS) {
      try {
        Process process =
            new ProcessBuilder(candidate, "-c", "import msgpack; assert msgpack.version >= (1, 0)")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        if (process.waitFor() == 0) {
          python = candidate;
          return;
        }
      } catch (IOException e) {
        System.out.println("PythonMsgpackTest: no " + candidate + ": " + e.getMessage());
      }
    }
    Assumptions.abort("Python's msgpack 1.x is not installed.");
  }

  @Test
  void writer_anyValue_writesPythonsBytes() throws Exception {
    Random random = Seed.random("writer_anyValue_writesPythonsBytes");
    // Python's dict takes 1, 1.0 and True for one key.
    RandomValues values = new RandomValues(random, true);
    RecordWriter writer = new RecordWriter();
    List<String> ours = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      writer.reset().writeValue(values.value(3));
      ours.add(HexFormat.of().formatHex(writer.toByteArray()));
    }
    assertThat(run(REPACK, String.join("\n", ours) + "\n")).isEqualTo(ours);
  }

  @Test
  void reader_edgesOfAllForms_areReadAndWrittenAlike() throws Exception {
    RecordReader reader = new RecordReader();
    RecordWriter writer = new RecordWriter();
    List<String> theirs = run(EDGES, "");
    assertThat(theirs).hasSizeGreaterThan(70);
    for (String hex : theirs) {
      Object value = reader.load(MemorySegment.ofArray(HexFormat.of().parseHex(hex))).readValue();
      reader.readEnd();
      writer.reset().writeValue(value);
      assertThat(HexFormat.of().formatHex(writer.toByteArray())).isEqualTo(hex);
    }
  }

  @Test
  void sealedRecord_readByPython_isAMapWithTheChecksumLast() throws Exception {
    RecordWriter writer = new RecordWriter();
    writer.writeRecordHeader(1);
    writer.writeText("big");
    writer.writeValue(Map.of("n", BigInteger.ONE.shiftLeft(63)));
    writer.seal(MemorySegment.ofArray(new byte[] {'k'}));
    byte[] record = writer.toByteArray();
    long crc =
        new RecordReader()
            .load(
                MemorySegment.ofArray(Arrays.copyOfRange(record, record.length - 5, record.length)))
            .readLong();
    String script = "import sys, msgpack\nprint(msgpack.unpackb(bytes.fromhex(sys.stdin.read())))";
    assertThat(run(script, HexFormat.of().formatHex(record)))
        .containsExactly("{'big': {'n': 9223372036854775808}, '_crc': " + crc + "}");
  }

  private static List<String> run(String script, String input) throws Exception {
    Process process =
        new ProcessBuilder(python, "-c", script)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread.Builder.OfVirtual feeder = Thread.ofVirtual();
    Thread feeding =
        feeder.start(
            () -> {
              try (var out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.US_ASCII));
              } catch (IOException e) {
                throw new AssertionError("Python stopped reading", e);
              }
            });
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    feeding.join();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return output.lines().toList();
  }
}
