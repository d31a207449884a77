package dev.fulgur.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvTest {
  @TempDir Path folder;

  @Test
  void commit_thenRead_findsValue() {
    try (Env env = Env.open(folder, EnvOptions.DEFAULT)) {
      Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
      try (WriteTxn txn = env.beginWrite()) {
        txn.put(dbi, "k".getBytes(UTF_8), "v".getBytes(UTF_8));
        txn.commit();
      }
      try (ReadTxn txn = env.beginRead()) {
        MemorySegment found =
            Objects.requireNonNull(txn.get(dbi, MemorySegment.ofArray("k".getBytes(UTF_8))));
        assertThat(found.toArray(ValueLayout.JAVA_BYTE)).isEqualTo("v".getBytes(UTF_8));
        try (Cursor cursor = txn.cursor(dbi)) {
          assertThat(cursor.next()).isTrue();
          assertThat(cursor.key().toBytes()).isEqualTo("k".getBytes(UTF_8));
          assertThat(cursor.next()).isFalse();
        }
      }
      assertThat(env.readers()).isEmpty();
      assertThat(env.readerCheck()).isZero();
      assertThat(Env.version()).startsWith("LMDB 0.9.33");
      assertThat(env.maxKeySize()).isEqualTo(511);
    }
  }
}
