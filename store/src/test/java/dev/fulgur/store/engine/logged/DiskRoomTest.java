package dev.fulgur.store.engine.logged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.LogSettings;
import dev.fulgur.store.PlainText;
import dev.fulgur.store.Range;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a logged store does with the room on its disk, beside a disk that has what the test says.
final class DiskRoomTest {
  private static final Table<Long, String> ROWS = Table.raw("rows", Keys.U64, new PlainText());
  private static final Schema SCHEMA = Schema.of("rows", ROWS);
  private static final int SEGMENT = 256 << 10;
  private static final long OVERLAY = 2 << 20;
  private static final LogSettings SETTINGS =
      LogSettings.defaults()
          .withSegmentBytes(SEGMENT)
          .withCheckpoints(Duration.ofMinutes(1), 1 << 20)
          .withOverlayBytes(OVERLAY);

  @TempDir Path folder;

  private Environment environment;
  private long free;

  @BeforeEach
  void open() {
    Store.open(folder, SCHEMA, StoreOptions.defaults()).close();
    environment = Environment.open(folder, StoreOptions.defaults(), new Catalog(SCHEMA).trees());
  }

  @AfterEach
  void close() {
    environment.close();
  }

  private DiskRoom with(long freeBytes) {
    free = freeBytes;
    return new DiskRoom(environment, SETTINGS, () -> free);
  }

  @Test
  void settings_onASmallDisk_keepLittleBetweenCheckpoints() {
    LogSettings defaults = LogSettings.defaults();
    LogSettings small = DiskRoom.fitted(defaults, 16 << 20);
    assertThat(small.segmentBytes()).isEqualTo(256 << 10);
    assertThat(small.overlayBytes()).isEqualTo(2 << 20);
    assertThat(small.checkpointBytes()).isLessThanOrEqualTo(2 << 20);
    LogSettings smallest = DiskRoom.fitted(defaults, 1 << 20);
    assertThat(smallest.segmentBytes()).isEqualTo(64 << 10);
    assertThat(smallest.overlayBytes()).isEqualTo(1 << 20);
    assertThat(DiskRoom.fitted(defaults, 1L << 40)).isEqualTo(defaults);
    assertThat(DiskRoom.fitted(defaults, Long.MAX_VALUE)).isEqualTo(defaults);
    LogSettings less = defaults.withSegmentBytes(16 << 10).withOverlayBytes(1 << 16);
    assertThat(DiskRoom.fitted(less, 16 << 20)).isEqualTo(less);
  }

  @Test
  void segments_onASmallDisk_stopDoublingEarly() {
    assertThat(DiskRoom.largestSegment(16 << 20, 16 << 10, 64 << 20)).isEqualTo(256 << 10);
    assertThat(DiskRoom.largestSegment(16 << 20, 1 << 20, 64 << 20)).isEqualTo(1 << 20);
    assertThat(DiskRoom.largestSegment(1L << 40, 1 << 20, 64 << 20)).isEqualTo(64 << 20);
    assertThat(DiskRoom.largestSegment((16 << 20) + 4095, 16 << 10, 64 << 20) % 4096).isZero();
  }

  @Test
  void puts_endSevenSegmentsBeforeTheDisk() {
    assertThat(with(7L * SEGMENT).isForPuts(0)).isTrue();
    assertThat(with(7L * SEGMENT - 1).isForPuts(0)).isFalse();
  }

  @Test
  void puts_whatIsInMemoryTakesTwiceAsMuch() {
    assertThat(with(7L * SEGMENT + 2000).isForPuts(1000)).isTrue();
    assertThat(with(7L * SEGMENT + 1999).isForPuts(1000)).isFalse();
  }

  @Test
  void putsThatWereRefused_goOnOnceOthersMadeRoom() {
    DiskRoom room = with(0);
    assertThat(room.isForPuts(0)).isFalse();
    free = 7L * SEGMENT;
    assertThat(room.isForPuts(0)).isTrue();
    free = 0;
    room.measure(0);
    assertThat(room.isForPuts(0)).isFalse();
  }

  @Test
  void generation_isSmallWhereTheDiskIs() {
    long log = 4L * SEGMENT;
    assertThat(with(log + (1 << 20)).generationBytes()).isEqualTo((1 << 20) / 128);
    assertThat(with(log).generationBytes()).isEqualTo(1 << 10);
    assertThat(with(0).generationBytes()).isEqualTo(1 << 10);
    long enough = log + 8 * OVERLAY + environment.usedBytes();
    assertThat(with(enough).generationBytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(with(enough - 1).generationBytes()).isEqualTo((enough - 1 - log) / 128);
  }

  @Test
  void generation_besideAViewOfAnOlderFile_leavesTheLogItsRoom() {
    DiskRoom room = with(4L * SEGMENT + 42_000);
    room.measure(7);
    ReadSlot view = environment.take();
    try {
      assertThat(room.isForGeneration(1 << 20)).as("not known what it reads").isTrue();
      view.pin(7);
      assertThat(room.isForGeneration(1 << 20)).as("a view of the file").isTrue();
      room.measure(8);
      assertThat(room.isForGeneration(900)).isTrue();
      assertThat(room.isForGeneration(1000)).isFalse();
      free += 2000;
      assertThat(room.isForGeneration(1000)).as("looked at again").isTrue();
      free = 1L << 40;
      room.measure(9);
      assertThat(room.isForGeneration(1 << 20)).isTrue();
    } finally {
      environment.end(view);
    }
    room = with(0);
    room.measure(9);
    assertThat(room.isForGeneration(1 << 20)).as("no view").isTrue();
  }

  @Test
  void transaction_thatCopiesMorePagesThanThereIsRoomFor_isTooLarge() {
    DiskRoom room = with(4L * SEGMENT + (1 << 20));
    assertThat(room.isFor(1, 200)).isTrue();
    assertThat(room.isFor(150, 30_000)).isTrue();
    assertThat(room.isFor(200, 40_000)).isFalse();
    assertThat(room.isFor(2, 600_000)).isFalse();
    free += 1 << 20;
    assertThat(room.isFor(200, 40_000)).as("looked at again").isTrue();
    assertThat(with(0).isFor(1, 200)).as("a row can always be deleted").isTrue();
  }

  @Test
  void pagesThatAreFreeInTheFile_areRoomByHalf() {
    environment.close();
    fill();
    delete(Range.before(100L));
    open();
    long few = environment.usedBytes() - environment.liveBytes();
    assertThat(few).isPositive().isLessThan(environment.usedBytes() / 4);
    DiskRoom room = with(7L * SEGMENT - 1);
    assertThat(room.reusable()).isEqualTo(few / 2);
    assertThat(room.isForPuts(0)).as("with few of them").isFalse();
    environment.close();
    delete(Range.before(900L));
    open();
    long many = environment.usedBytes() - environment.liveBytes();
    assertThat(many).isGreaterThan(environment.usedBytes() / 2);
    room = with(0);
    assertThat(room.reusable()).isEqualTo(many / 2);
    assertThat(room.isForPuts(0)).as("with many of them").isTrue();
    assertThat(room.generationBytes()).isEqualTo(many / 2 / 128);
    assertThat(with(1L << 40).reusable()).as("not looked at where the disk has enough").isZero();
  }

  @Test
  void pagesThatAViewKeeps_areNoRoom() {
    environment.close();
    fill();
    delete(Range.before(900L));
    open();
    DiskRoom room = with(0);
    ReadSlot view = environment.take();
    try {
      view.pin(7);
      room.measure(7);
      assertThat(room.reusable()).isPositive();
      room.measure(8);
      assertThat(room.reusable()).isZero();
      assertThat(room.isForPuts(0)).isFalse();
    } finally {
      environment.end(view);
    }
    assertThat(room.isForPuts(0)).as("looked at again").isTrue();
  }

  private void fill() {
    String value = "x".repeat(5000);
    try (Store store = Store.open(folder, SCHEMA, StoreOptions.defaults())) {
      store.write(
          tx -> {
            for (long key = 0; key < 1000; key++) {
              tx.put(ROWS, key, value);
            }
          });
    }
  }

  private void delete(Range<Long> range) {
    try (Store store = Store.open(folder, SCHEMA, StoreOptions.defaults())) {
      store.write(
          tx ->
              tx.scan(ROWS, range, 1000)
                  .forEach(row -> assertThat(tx.delete(ROWS, row.key())).isTrue()));
    }
  }

  @Test
  void errors_sayWhatToDo() {
    DiskRoom room = with(0);
    assertThat(room.full())
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("free some, then write again");
    assertThat(room.fullByViews())
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("close views, or free some");
    assertThat(room.fullForSoMany())
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("make fewer at once");
  }
}
