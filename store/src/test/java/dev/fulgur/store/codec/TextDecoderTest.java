package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our UTF-8 decoder beside the JDK's strict one.
final class TextDecoderTest {

  private final Random random = Seed.random("TextDecoderTest");
  private final TextDecoder decoder = new TextDecoder();

  @Test
  void decode_anyText_isThatText() {
    for (int i = 0; i < 30_000; i++) {
      String text = text(i);
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      assertThat(decode(utf8)).isEqualTo(text);
    }
  }

  @Test
  void decode_damagedText_isRefusedWhereTheJdkRefusesIt() {
    int refused = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] utf8 = text(i).getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(3); n >= 0 && utf8.length > 0; n--) {
        int at = random.nextInt(utf8.length);
        switch (random.nextInt(3)) {
          case 0 -> utf8[at] = (byte) random.nextInt();
          case 1 -> utf8[at] = (byte) (0xE0 + random.nextInt(32));
          default -> utf8 = Arrays.copyOf(utf8, at);
        }
      }
      byte[] bytes = utf8;
      String wanted = strict(bytes);
      if (wanted == null) {
        refused++;
        assertThatThrownBy(() -> decode(bytes))
            .isInstanceOfSatisfying(
                MalformedData.class,
                e -> assertThat(e.offset()).isEqualTo(Utf8.malformedAt(bytes, 0, bytes.length)));
      } else {
        assertThat(decode(bytes)).isEqualTo(wanted);
        assertThat(Utf8.malformedAt(bytes, 0, bytes.length)).isEqualTo(-1);
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  /// Decodes in the middle of other bytes that are not ASCII.
  private String decode(byte[] utf8) {
    int from = random.nextInt(9);
    byte[] bytes = new byte[from + utf8.length + 8];
    Arrays.fill(bytes, (byte) 0xC3);
    System.arraycopy(utf8, 0, bytes, from, utf8.length);
    return decoder.decode(bytes, from, utf8.length, "record", from);
  }

  private static @Nullable String strict(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /// Runs of characters of one width each, seldom over the length where the JDK takes over.
  private String text(int i) {
    StringBuilder text = new StringBuilder();
    int length = i % 200 == 0 ? random.nextInt(12_000) : random.nextInt(60);
    while (text.length() < length) {
      int[] range =
          new int[][] {
                {1, 0x7F},
                {1, 0x7F},
                {0x80, 0xFF},
                {0x80, 0xFF},
                {0x100, 0x7FF},
                {0x800, 0xD7FF},
                {0xE000, 0xFFFF},
                {0x10000, 0x10FFFF},
                {0xFFFD, 0xFFFD}
              }
              [random.nextInt(i % 3 == 0 ? 9 : 3)];
      for (int run = random.nextInt(20); run >= 0; run--) {
        text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
      }
    }
    return text.toString();
  }
}
