package dev.fulgur.store.engine.env;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final long GIB = 1L << 30;

  @Test
  void file_largerThanHalfOfTheMemory_isReadPageByPage() {
    assertThat(ReadAhead.helps(GIB, () -> 2 * GIB)).isTrue();
    assertThat(ReadAhead.helps(GIB + 1, () -> 2 * GIB)).isFalse();
  }

  @Test
  void smallFile_doesNotAskForTheMemory() {
    assertThat(
            ReadAhead.helps(
                ReadAhead.SMALL_BYTES,
                () -> {
                  throw new AssertionError("The memory was asked for.");
                }))
        .isTrue();
  }

  @Test
  void thisMachine_hasMemoryForALittleMore() {
    assertThat(ReadAhead.helps(ReadAhead.SMALL_BYTES + 1)).isTrue();
    assertThat(ReadAhead.helps(Long.MAX_VALUE)).isFalse();
  }
}
