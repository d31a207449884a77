package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.codec.Keys;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A logged store at its quota.
final class LoggedRoomTest {

  private static final Table<Long, String> ROWS = Table.raw("rows", Keys.U64, new PlainText());
  private static final Schema SCHEMA = Schema.of("room", ROWS);

  @Test
  void storeAtItsQuota_thatIsEmptied_takesAsMuchAgain(@TempDir Path folder) {
    StoreOptions options =
        StoreOptions.defaults().withDurability(Durability.SYNCED).withQuotaBytes(4L << 20);
    try (Store store = Store.open(folder, SCHEMA, options)) {
      long first = fill(store);
      assertThat(first).isGreaterThan(100);
      assertThat(store.<Long>writeAndGet(tx -> tx.clear(ROWS))).isEqualTo(first);
      store.checkpoint();
      assertThat(fill(store)).isGreaterThan(first / 2);
      Stores.assertClean(store);
    }
  }

  private static long fill(Store store) {
    String value = "x".repeat(8_000);
    for (long key = 0; ; key++) {
      long next = key;
      try {
        store.write(tx -> tx.put(ROWS, next, value));
      } catch (StoreException.StoreFull e) {
        assertThatThrownBy(() -> store.write(tx -> tx.put(ROWS, next, value)))
            .isInstanceOf(StoreException.StoreFull.class);
        return next;
      }
      if (next % 20 == 0) {
        store.checkpoint();
      }
    }
  }
}
