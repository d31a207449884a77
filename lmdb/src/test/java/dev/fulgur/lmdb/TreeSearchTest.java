package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Gets of a read transaction, whose pages are read without LMDB from the second one on.
final class TreeSearchTest extends Fixture {
  private static final int DAMAGES = Boolean.getBoolean("soak") ? 20_000 : 60;
  private static final int ROUNDS = Boolean.getBoolean("soak") ? 200 : 8;

  private final TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  /// Keys of all lengths, many of which begin with others.
  private static byte[] key(Random random) {
    int length =
        switch (random.nextInt(8)) {
          case 0 -> 1 + random.nextInt(511);
          case 1 -> 8;
          default -> 1 + random.nextInt(20);
        };
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = random.nextInt(3) > 0 ? (byte) 'a' : (byte) random.nextInt(256);
    }
    return key;
  }

  private static byte[] value(Random random) {
    byte[] value =
        new byte
            [switch (random.nextInt(20)) {
              case 0 -> 0;
              case 1 -> 2_000 + random.nextInt(8_000);
              default -> random.nextInt(120);
            }];
    random.nextBytes(value);
    return value;
  }

  private void change(Random random, Dbi dbi, int puts) {
    try (WriteTxn txn = env.beginWrite()) {
      for (int i = 0; i < puts; i++) {
        byte[] key = key(random);
        byte[] value = value(random);
        txn.put(dbi, key, value);
        model.put(key, value);
      }
      for (byte[] key : List.copyOf(model.keySet())) {
        if (random.nextInt(10) == 0) {
          txn.delete(dbi, key);
          model.remove(key);
        }
      }
      txn.commit();
    }
  }

  private void check(Random random, ReadTxn txn, Dbi dbi) {
    List<byte[]> keys = new ArrayList<>(model.keySet());
    for (int i = 0; i < 200; i++) {
      keys.add(key(random));
    }
    Value value = new Value();
    for (byte[] key : keys) {
      byte[] expected = model.get(key);
      assertThat(txn.get(dbi, MemorySegment.ofArray(key), value)).isEqualTo(expected != null);
      assertThat(txn.get(dbi, key)).isEqualTo(expected);
      if (expected != null) {
        assertThat(value.toBytes()).isEqualTo(expected);
      }
    }
  }

  @Test
  void get_overTreesOfAllDepths_isWhatASortedMapHas() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("TreeSearchTest -Dseed=" + seed);
    Random random = new Random(seed);
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    try (ReadTxn txn = env.beginRead()) {
      for (int round = 0; round < ROUNDS; round++) {
        txn.reset();
        change(random, dbi, round < 3 ? 1 + random.nextInt(4) : random.nextInt(1_500));
        txn.renew();
        check(random, txn, dbi);
      }
    }
  }

  @Test
  void get_inAnOlderSnapshot_isWhatThatHas() {
    Random random = new Random(7);
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    change(random, dbi, 500);
    try (ReadTxn old = env.beginRead()) {
      check(random, old, dbi);
      TreeMap<byte[], byte[]> then = new TreeMap<>(model);
      for (int i = 0; i < 5; i++) {
        change(random, dbi, 200);
      }
      model.clear();
      model.putAll(then);
      check(random, old, dbi);
    }
  }

  @Test
  void get_ofADatabaseWhoseHandleHadAnother_isThatDatabase() {
    Dbi first = filled("first", "a=1 b=2");
    filled("second", "a=3");
    closeEnv();
    openEnv();
    try (ReadTxn txn = env.beginRead()) {
      txn.reset();
      first = env.openDbi("first");
      for (int i = 0; i < 3; i++) {
        txn.renew();
        assertThat(Text.of(txn.get(first, Text.of("a")))).isEqualTo("1");
        txn.reset();
      }
      first.close();
      Dbi second = env.openDbi("second");
      assertThat(second.id).isEqualTo(first.id);
      for (int i = 0; i < 3; i++) {
        txn.renew();
        assertThat(Text.of(txn.get(second, Text.of("a")))).isEqualTo("3");
        assertThat(txn.get(second, Text.of("b"))).isNull();
        txn.reset();
      }
    }
  }

  @Test
  void get_afterTheMapMoved_readsTheNewMap() {
    Dbi dbi = filled("t", "a=1 b=2");
    try (ReadTxn txn = env.beginRead()) {
      for (int i = 1; i <= 20; i++) {
        for (int n = 0; n < 3; n++) {
          assertThat(Text.of(txn.get(dbi, Text.of("b")))).isEqualTo("2");
        }
        txn.reset();
        env.setMapSize((1L << 24) + ((long) i << 26));
        txn.renew();
      }
    }
  }

  /// Whatever a page says, nothing outside of the file is read, and the search ends.
  @Test
  void find_inDamagedPages_staysInTheFile() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("TreeSearchTest damage -Dseed=" + seed);
    Random random = new Random(seed);
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    change(random, dbi, 2_000);
    List<byte[]> keys = new ArrayList<>(model.keySet());
    closeEnv();
    Path file = folder.resolve("data.mdb");
    byte[] whole = Files.readAllBytes(file);
    long found = 0;
    for (int round = 0; round < DAMAGES; round++) {
      byte[] damaged = whole.clone();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        damage(random, damaged);
      }
      Files.write(file, damaged);
      openEnv();
      dbi = env.openDbi("t");
      try (ReadTxn txn = env.beginRead()) {
        TreeSearch search = Objects.requireNonNull(txn.search());
        for (int i = 0; i < 300; i++) {
          txn.key(dbi, i % 4 == 0 ? key(random) : keys.get(random.nextInt(keys.size())));
          if (search.find(dbi, txn.block) == TreeSearch.FOUND) {
            MemorySegment value =
                Native.MEMORY.asSlice(txn.block.dataAddress(), txn.block.dataSize());
            assertThat(value.byteSize()).isLessThanOrEqualTo(whole.length);
            found += value.mismatch(MemorySegment.ofArray(new byte[1])) == 0 ? 1 : 2;
          }
        }
      }
      env.close();
    }
    Files.write(file, whole);
    openEnv();
    assertThat(found).isPositive();
  }

  /// Damages a page of the tree: LMDB itself reads the others.
  private static void damage(Random random, byte[] file) {
    int page = 4096 * (2 + random.nextInt(file.length / 4096 - 2));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int rows = (bytes.getShort(page + 12) - 16) / 2;
    boolean isLeaf = bytes.getShort(page + 10) == 2;
    if (isLeaf && rows > 0 && rows < 3) {
      return; // such as the database of databases
    }
    switch (random.nextInt(5)) {
      case 0 -> {
        byte[] noise = new byte[4096];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, file, page, 4096);
        bytes.putShort(page + 10, (short) (1 + random.nextInt(2)));
      }
      case 1 -> bytes.putShort(page + 12, (short) random.nextInt(1 << 16));
      case 2 -> bytes.putShort(page + 16 + 2 * random.nextInt(40), (short) random.nextInt(1 << 16));
      case 3 -> bytes.putLong(page + 16 + random.nextInt(4064), random.nextLong());
      default -> file[page + random.nextInt(4096)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  @Test
  void get_ofADatabaseThatTheSnapshotDoesNotHave_isAnErrorOfLmdbs() {
    Dbi there = filled("t", "a=1");
    try (ReadTxn txn = env.beginRead()) {
      Dbi later = filled("later", "a=1");
      for (int i = 0; i < 3; i++) {
        assertThat(Text.of(txn.get(there, Text.of("a")))).isEqualTo("1");
        assertThatThrownBy(() -> txn.get(later, Text.of("a"))).isInstanceOf(LmdbException.class);
      }
    }
  }
}
