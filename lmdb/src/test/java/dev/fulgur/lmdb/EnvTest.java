package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening, closing, sizes and copies, as `lmdb.h` documents them.
final class EnvTest {
  private static final EnvOptions SMALL = EnvOptions.DEFAULT.withMapSize(1 << 20);

  @TempDir Path folder;

  private static void put(Env env, Dbi dbi, String key, MemorySegment value) {
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(dbi, Text.of(key), value);
      txn.commit();
    }
  }

  @Test
  void version_isTheOneThatFilesNeed() {
    assertThat(Env.version()).startsWith("LMDB 0.9.33");
  }

  @Test
  void commit_thenReopen_findsValue() {
    try (Env env = Env.open(folder, SMALL)) {
      put(env, env.openDbi("t", DbiFlag.CREATE), "k", Text.of("v"));
    }
    try (Env env = Env.open(folder, SMALL);
        ReadTxn txn = beginReadAfterOpening(env)) {
      assertThat(Text.all(txn, env.openDbi("t"))).containsExactly("k=v");
      assertThat(env.maxKeySize()).isEqualTo(511);
      assertThat(env.path()).isEqualTo(folder);
    }
  }

  private static ReadTxn beginReadAfterOpening(Env env) {
    env.openDbi("t");
    return env.beginRead();
  }

  @Test
  void open_folderMissing_saysSo() {
    assertThatThrownBy(() -> Env.open(folder.resolve("none"), SMALL))
        .isInstanceOfSatisfying(
            LmdbException.Os.class,
            e -> {
              assertThat(e.name()).isEqualTo("ENOENT");
              assertThat(e.call()).isEqualTo("mdb_env_open");
              assertThat(e.path()).isEqualTo(folder.resolve("none"));
            })
        .hasMessageContaining("create the folder first");
  }

  @Test
  void open_notAnLmdbFile_isInvalid() throws IOException {
    Files.write(folder.resolve("data.mdb"), new byte[8192]);
    assertThatThrownBy(() -> Env.open(folder, SMALL)).isInstanceOf(LmdbException.Invalid.class);
  }

  @Test
  void open_otherFormatVersion_isVersionMismatch() throws IOException {
    try (Env env = Env.open(folder, SMALL)) {
      put(env, env.openDbi(null), "k", Text.of("v"));
    }
    int pageHeader = 16;
    int magic = 4;
    try (FileChannel file =
        FileChannel.open(folder.resolve("data.mdb"), StandardOpenOption.WRITE)) {
      ByteBuffer version = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, 2);
      file.write(version, pageHeader + magic);
      file.write(version.rewind(), 4096 + pageHeader + magic);
    }
    assertThatThrownBy(() -> Env.open(folder, SMALL))
        .isInstanceOf(LmdbException.VersionMismatch.class)
        .hasMessageContaining("LMDB 0.9");
  }

  @Test
  void open_sameFileAgain_isRefusedUnderAnyName() throws IOException {
    Path link =
        Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-l"), folder);
    try (Env env = Env.open(folder, SMALL)) {
      assertThat(env.info().numReaders()).isZero();
      for (Path name :
          new Path[] {folder, link, folder.resolve("..").resolve(folder.getFileName())}) {
        assertThatThrownBy(() -> Env.open(name, SMALL))
            .isInstanceOf(LmdbException.AlreadyOpen.class)
            .hasMessageContaining(name.toString());
      }
      Path file = folder.resolve("data.mdb");
      assertThatThrownBy(() -> Env.open(file, SMALL.withFlags(EnvFlag.NOSUBDIR)))
          .isInstanceOf(LmdbException.AlreadyOpen.class);
    } finally {
      Files.delete(link);
    }
    Env.open(folder, SMALL).close();
  }

  @Test
  void open_afterAFailedOpen_works() throws IOException {
    Path data = folder.resolve("data.mdb");
    Files.write(data, new byte[8192]);
    assertThatThrownBy(() -> Env.open(folder, SMALL)).isInstanceOf(LmdbException.Invalid.class);
    Files.delete(data);
    Env.open(folder, SMALL).close();
  }

  @Test
  void open_withoutSubFolder_usesTheFileAndItsLock() {
    Path file = folder.resolve("store.db");
    try (Env env = Env.open(file, SMALL.withFlags(EnvFlag.NOSUBDIR))) {
      put(env, env.openDbi(null), "k", Text.of("v"));
      assertThat(file).isRegularFile();
      assertThat(folder.resolve("store.db-lock")).isRegularFile();
    }
  }

  @Test
  void open_withMode_makesFilesForTheirOwnerOnly() throws IOException {
    Env.open(folder, SMALL).close();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("data.mdb"))))
        .isEqualTo("rw-------");
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withMapSize(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withMapSize(Long.MAX_VALUE));
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withMaxReaders(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withMaxDbs(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withMode(01000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Env.open(Path.of("a").resolveSibling(""), SMALL.withMode(-1)));
  }

  @Test
  void readOnly_refusesWrites_andReads() {
    try (Env env = Env.open(folder, SMALL)) {
      put(env, env.openDbi("t", DbiFlag.CREATE), "k", Text.of("v"));
    }
    try (Env env = Env.open(folder, SMALL.withFlags(EnvFlag.RDONLY))) {
      Dbi dbi = env.openDbi("t");
      try (ReadTxn txn = env.beginRead()) {
        assertThat(Text.of(txn.get(dbi, Text.of("k")))).isEqualTo("v");
      }
      assertThat(catchThrowableOfType(LmdbException.Os.class, env::beginWrite).name())
          .isEqualTo("EACCES");
      assertThat(catchThrowableOfType(LmdbException.Os.class, env::sync).name())
          .isEqualTo("EACCES");
      assertThatThrownBy(() -> env.openDbi("new", DbiFlag.CREATE))
          .isInstanceOf(LmdbException.Os.class);
    }
  }

  @Test
  void noLock_readsWithoutALockFile() throws IOException {
    try (Env env = Env.open(folder, SMALL)) {
      put(env, env.openDbi(null), "k", Text.of("v"));
    }
    Files.delete(folder.resolve("lock.mdb"));
    try (Env env = Env.open(folder, SMALL.withFlags(EnvFlag.RDONLY, EnvFlag.NOLOCK));
        ReadTxn txn = env.beginRead()) {
      assertThat(Text.all(txn, env.openDbi(null))).containsExactly("k=v");
      assertThat(env.readers()).isEmpty();
      assertThat(env.readerCheck()).isZero();
    }
    assertThat(folder.resolve("lock.mdb")).doesNotExist();
  }

  @Test
  void mapFull_leavesOnlyEndingTheTransaction() {
    try (Env env = Env.open(folder, SMALL)) {
      Dbi dbi = env.openDbi(null);
      put(env, dbi, "kept", Text.of("v"));
      try (WriteTxn txn = env.beginWrite()) {
        MemorySegment big = MemorySegment.ofArray(new byte[2 << 20]);
        assertThatThrownBy(() -> txn.put(dbi, Text.of("big"), big))
            .isInstanceOf(LmdbException.MapFull.class);
        assertThatThrownBy(() -> txn.put(dbi, Text.of("small"), Text.of("v")))
            .isInstanceOf(LmdbException.BadTxn.class);
        assertThatThrownBy(() -> txn.get(dbi, Text.of("kept")))
            .isInstanceOf(LmdbException.BadTxn.class);
        assertThatThrownBy(txn::commit).isInstanceOf(LmdbException.BadTxn.class);
      }
      env.setMapSize(8 << 20);
      put(env, dbi, "big", MemorySegment.ofArray(new byte[2 << 20]));
      try (ReadTxn txn = env.beginRead()) {
        assertThat(Text.of(txn.get(dbi, Text.of("kept")))).isEqualTo("v");
        assertThat(txn.stat(dbi).entries()).isEqualTo(2);
      }
    }
  }

  @Test
  void setMapSize_whileTransactionsAreActive_isRefused() {
    try (Env env = Env.open(folder, SMALL)) {
      try (ReadTxn txn = env.beginRead()) {
        assertThatIllegalStateException()
            .isThrownBy(() -> env.setMapSize(4 << 20))
            .withMessageContaining("no transaction is active");
        txn.reset();
        env.setMapSize(4 << 20);
        assertThat(env.info().mapSizeBytes()).isEqualTo(4 << 20);
        txn.renew();
      }
      try (WriteTxn txn = env.beginWrite()) {
        assertThatIllegalStateException()
            .isThrownBy(() -> env.setMapSize(8 << 20))
            .withMessageContaining(txn.toString());
      }
    }
  }

  @Test
  void setMapSize_belowWhatIsUsed_isRaisedToIt() {
    try (Env env = Env.open(folder, SMALL.withMapSize(8 << 20))) {
      put(env, env.openDbi(null), "big", MemorySegment.ofArray(new byte[2 << 20]));
      env.setMapSize(4096);
      assertThat(env.info().mapSizeBytes()).isGreaterThan(2 << 20);
    }
  }

  @Test
  void setMapSize_withoutAddressSpace_leavesOnlyClosing() {
    Env env = Env.open(folder, SMALL);
    ReadTxn txn = env.beginRead();
    txn.reset();
    try {
      env.setMapSize(1L << 46);
    } catch (LmdbException.Os refused) {
      assertThat(refused.name()).isEqualTo("ENOMEM");
      assertThatIllegalStateException()
          .isThrownBy(env::beginRead)
          .withMessageContaining("lost its map");
      assertThatIllegalStateException().isThrownBy(txn::renew);
      assertThatIllegalStateException().isThrownBy(env::stat);
    }
    txn.close();
    env.close();
    Env.open(folder, SMALL).close();
  }

  @Test
  void copy_whileOthersReadAndWrite_isOneMoment() throws IOException {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    Path compact = Files.createDirectory(folder.resolve("compact"));
    Path source = Files.createDirectory(folder.resolve("source"));
    try (Env env = Env.open(source, SMALL.withMapSize(64 << 20))) {
      Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
      for (int i = 0; i < 20; i++) {
        put(env, dbi, "k" + i, MemorySegment.ofArray(new byte[100_000]));
      }
      try (WriteTxn txn = env.beginWrite()) {
        for (int i = 0; i < 19; i++) {
          txn.delete(dbi, Text.of("k" + i));
        }
        txn.commit();
      }
      try (ReadTxn reader = env.beginRead()) {
        env.copy(plain);
        env.copyCompact(compact);
        assertThat(reader.stat(dbi).entries()).isEqualTo(1);
      }
      assertThatThrownBy(() -> env.copy(plain))
          .isInstanceOfSatisfying(
              LmdbException.Os.class, e -> assertThat(e.name()).isEqualTo("EEXIST"));
      try (WriteTxn txn = env.beginWrite()) {
        assertThatIllegalStateException()
            .isThrownBy(() -> env.copy(folder))
            .withMessageContaining("end it");
        assertThat(txn.id()).isPositive();
      }
    }
    assertThat(Files.size(compact.resolve("data.mdb")))
        .isLessThan(Files.size(plain.resolve("data.mdb")));
    for (Path copy : new Path[] {plain, compact}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(copy.resolve("data.mdb"))))
          .isEqualTo("rw-------");
      try (Env env = Env.open(copy, SMALL.withMapSize(64 << 20))) {
        Dbi dbi = env.openDbi("t");
        try (ReadTxn txn = env.beginRead()) {
          assertThat(txn.stat(dbi).entries()).isEqualTo(1);
          assertThat(txn.get(dbi, Text.bytes("k19"))).hasSize(100_000);
        }
      }
    }
  }

  @Test
  void readers_areListedWithTheirSnapshots_andFull() {
    try (Env env = Env.open(folder, SMALL.withMaxReaders(2))) {
      assertThat(env.info().maxReaders()).isEqualTo(2);
      try (ReadTxn a = env.beginRead();
          ReadTxn b = env.beginRead()) {
        b.reset();
        assertThat(env.readers())
            .extracting(ReaderSlot::pid, ReaderSlot::txnId)
            .containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple(ProcessHandle.current().pid(), a.id()),
                org.assertj.core.groups.Tuple.tuple(ProcessHandle.current().pid(), -1L));
        assertThatThrownBy(env::beginRead)
            .isInstanceOf(LmdbException.ReadersFull.class)
            .hasMessageContaining("maxReaders");
      }
      assertThat(env.readers()).isEmpty();
      env.beginRead().close();
      assertThat(env.readerCheck()).isZero();
    }
  }

  @Test
  void dbsFull_saysSo() {
    try (Env env = Env.open(folder, SMALL.withMaxDbs(1))) {
      env.openDbi("a", DbiFlag.CREATE);
      assertThatThrownBy(() -> env.openDbi("b", DbiFlag.CREATE))
          .isInstanceOf(LmdbException.DbsFull.class);
    }
  }

  @Test
  void close_whileTransactionsAreOpen_isRefused() {
    Env env = Env.open(folder, SMALL);
    ReadTxn reader = env.beginRead();
    assertThatIllegalStateException()
        .isThrownBy(env::close)
        .withMessageContaining("1 transactions");
    reader.reset();
    assertThatIllegalStateException().isThrownBy(env::close);
    reader.close();
    WriteTxn writer = env.beginWrite();
    assertThatIllegalStateException().isThrownBy(env::close);
    writer.close();
    env.close();
    env.close();
    assertThatIllegalStateException().isThrownBy(env::beginRead).withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(env::beginWrite);
    assertThatIllegalStateException().isThrownBy(env::info);
    assertThatIllegalStateException().isThrownBy(env::stat);
    assertThatIllegalStateException().isThrownBy(env::sync);
    assertThatIllegalStateException().isThrownBy(env::readers);
    assertThatIllegalStateException().isThrownBy(env::readerCheck);
    assertThatIllegalStateException().isThrownBy(() -> env.openDbi(null));
    assertThatIllegalStateException().isThrownBy(() -> env.setMapSize(1 << 20));
    assertThatIllegalStateException().isThrownBy(() -> env.copy(folder));
    reader.close();
    writer.close();
  }

  @Test
  void info_andStat_tellTheState() {
    try (Env env = Env.open(folder, SMALL)) {
      long before = env.info().lastTxnId();
      put(env, env.openDbi(null), "k", Text.of("v"));
      EnvInfo info = env.info();
      assertThat(info.lastTxnId()).isEqualTo(before + 1);
      assertThat(info.mapSizeBytes()).isEqualTo(1 << 20);
      Stat stat = env.stat();
      assertThat(stat.entries()).isEqualTo(1);
      assertThat(stat.depth()).isEqualTo(1);
      assertThat(stat.pageSizeBytes()).isPositive();
      env.sync();
    }
  }
}
