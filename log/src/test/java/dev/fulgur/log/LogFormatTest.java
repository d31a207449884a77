package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class LogFormatTest {
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);
  private static final List<String> FIRST = List.of("", "a", "umlaut \u00e4, zero \0");
  private static final List<String> SECOND = List.of("x".repeat(300));

  private static byte[] golden() throws IOException {
    try (InputStream in = LogFormatTest.class.getResourceAsStream("golden-v1.log.gz")) {
      if (in == null) {
        throw new IOException("The golden file is missing.");
      }
      return new GZIPInputStream(in).readAllBytes();
    }
  }

  @Test
  void write_sameCommits_givesTheGoldenFile() throws IOException {
    byte[] written = Batches.write(OPTIONS, FIRST, SECOND).bytes(LogFormat.segmentName(1));
    assertThat(written).isEqualTo(golden());
  }

  @Test
  void read_goldenFile_givesTheCommits() throws IOException {
    MemoryStorage storage = MemoryStorage.of(Map.of(LogFormat.segmentName(1), golden()));
    assertThat(Notes.read(storage, OPTIONS))
        .containsExactly(FIRST.get(0), FIRST.get(1), FIRST.get(2), SECOND.get(0));
  }

  @Test
  void golden_byTheGrammar_hasTheFieldsWhereItSays() throws IOException {
    byte[] bytes = golden();
    assertThat(new String(bytes, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("FULGURLG");
    int second = 4096 + 32;
    assertThat((int) LogFormat.INT.get(bytes, second)).isEqualTo(0x466C4721);
    assertThat((int) LogFormat.INT.get(bytes, second + 8)).as("length").isEqualTo(1);
    assertThat((int) LogFormat.INT.get(bytes, second + 12)).as("forced").isEqualTo(4096);
    assertThat((long) LogFormat.LONG.get(bytes, second + 16)).as("sequence").isEqualTo(2);
    assertThat((int) LogFormat.INT.get(bytes, second + 24)).as("segment").isEqualTo(1);
    CRC32C head = new CRC32C();
    byte[] id = new byte[8];
    LogFormat.LONG.set(id, 0, Batches.LOG_ID);
    head.update(id);
    head.update(bytes, second, 4);
    head.update(bytes, second + 8, 20);
    byte[] offset = new byte[4];
    LogFormat.INT.set(offset, 0, second);
    head.update(offset);
    assertThat((int) LogFormat.INT.get(bytes, second + 28)).isEqualTo((int) head.getValue());
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, second + 8, 32);
    assertThat((int) LogFormat.INT.get(bytes, second + 4)).isEqualTo((int) checksum.getValue());
  }

  @Test
  void numberOf_anyName_onlyThoseOfTheFormAreNumbers() {
    assertThat(LogFormat.numberOf("0000000012.log", ".log")).isEqualTo(12);
    for (String name :
        List.of("12.log", "0000000000.log", "000000001a.log", "9999999999.log", "0000000012.tmp")) {
      assertThat(LogFormat.numberOf(name, ".log")).as(name).isEqualTo(-1);
    }
  }

  @Test
  void read_noise_endsSoonAndFindsNothing() throws IOException {
    Random random = Notes.random();
    for (int round = 0; round < 200; round++) {
      byte[] bytes = new byte[64 << 10];
      random.nextBytes(bytes);
      System.arraycopy(LogFormat.header(1, 1), 0, bytes, 0, LogFormat.HEADER_PAGE);
      // Headers that look right to who does not know the log's id, everywhere.
      for (int at = LogFormat.HEADER_PAGE; at + 32 <= bytes.length; at += 8 + random.nextInt(64)) {
        at &= -8;
        LogFormat.INT.set(bytes, at, LogFormat.FRAME);
        LogFormat.INT.set(bytes, at + 8, random.nextInt(bytes.length));
        LogFormat.INT.set(bytes, at + 24, 1);
      }
      MemoryStorage storage = MemoryStorage.of(Map.of(LogFormat.segmentName(1), bytes));
      Scan scan = new Scan(storage, Resume.FRESH);
      scan.run((_, _) -> {}, false);
      assertThat(scan.frames()).isZero();
    }
  }

  @Test
  void header_anyByteChanged_isNoticed() {
    byte[] header = LogFormat.header(7, 3);
    assertThat(LogFormat.Header.read(header, header.length).fault()).isNull();
    for (int i = 0; i < header.length; i++) {
      byte[] changed = Arrays.copyOf(header, header.length);
      changed[i] ^= 0x10;
      assertThat(LogFormat.Header.read(changed, changed.length).fault()).isNotNull();
    }
  }
}
