package dev.fulgur.verification.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bits of records that turn over on disk while another process reads them.
final class BitFlipTest {
  private static final int RECORDS = 400;

  /// The last entry of a record: a name of four letters and four bytes, each with a mark before it.
  private static final int CHECKSUM = 10;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"DIRECT", "SYNCED"})
  void flippedBitOfARecord_isReportedAndNeverReadAsAValue(Durability durability)
      throws IOException {
    long seed = Evidence.seed();
    Random random = new Random(seed);
    fill(durability);
    Path data = folder.resolve("data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    int flips = Evidence.soak() ? 100_000 : 1_000;
    try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE);
        Child reader = new Child(FlippedReader.class, Map.of(), folder, durability)) {
      for (int i = 0; i < flips; i++) {
        long number = 1L + random.nextInt(RECORDS);
        byte[] text = Mark.of(number).text().getBytes(StandardCharsets.UTF_8);
        int in = random.nextInt(text.length + CHECKSUM);
        int bit = 1 << random.nextInt(8);
        List<Integer> places = find(bytes, number, text);
        for (int place : places) {
          byte flipped = (byte) (bytes[place + in] ^ bit);
          file.write(ByteBuffer.wrap(new byte[] {flipped}), place + in);
        }
        assertThat(reader.ask("read " + number))
            .as("record %s with byte %s of its text changed, -Dseed=%s", number, in, seed)
            .isEqualTo("damaged");
        for (int place : places) {
          file.write(ByteBuffer.wrap(bytes, place + in, 1), place + in);
        }
        assertThat(reader.ask("read " + number)).isEqualTo("right");
      }
      assertThat(reader.end()).isZero();
    }
    Evidence.print(
        "LMDB bit flip", durability.name().toLowerCase(java.util.Locale.ROOT), flips, seed);
  }

  private void fill(Durability durability) {
    StoreOptions options = StoreOptions.defaults().withDurability(durability);
    try (Store store = Store.open(folder, Mark.SCHEMA, options)) {
      store.write(
          tx -> {
            for (long number = 1; number <= RECORDS; number++) {
              tx.put(Mark.RIGHT, number, Mark.of(number));
            }
          });
    }
  }

  /// Where the text of a record lies, behind its key, which LMDB keeps right before the value. A
  /// page that was split still has, unused, the bytes that moved: every copy is found.
  private static List<Integer> find(byte[] bytes, long number, byte[] text) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at + text.length <= bytes.length; at++) {
      if (startsWith(bytes, at, key)) {
        int end = Math.min(at + 64, bytes.length - text.length);
        for (int from = at + key.length; from < end; from++) {
          if (startsWith(bytes, from, text)) {
            places.add(from);
            break;
          }
        }
      }
    }
    assertThat(places).as("places of record %s", number).isNotEmpty();
    return places;
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    return at + prefix.length <= bytes.length
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }
}
