package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every result code has its exception, with the call, the path and what to do.
final class LmdbExceptionTest {
  private static final Path PATH = Path.of("/data/store");

  @Test
  void everyCodeOfLmdb_hasItsType() {
    Map<Integer, Class<? extends LmdbException>> types =
        Map.ofEntries(
            Map.entry(-30799, LmdbException.KeyExists.class),
            Map.entry(-30798, LmdbException.NotFound.class),
            Map.entry(-30797, LmdbException.Corrupted.class),
            Map.entry(-30796, LmdbException.Corrupted.class),
            Map.entry(-30795, LmdbException.Panic.class),
            Map.entry(-30794, LmdbException.VersionMismatch.class),
            Map.entry(-30793, LmdbException.Invalid.class),
            Map.entry(-30792, LmdbException.MapFull.class),
            Map.entry(-30791, LmdbException.DbsFull.class),
            Map.entry(-30790, LmdbException.ReadersFull.class),
            Map.entry(-30789, LmdbException.TlsFull.class),
            Map.entry(-30788, LmdbException.TxnFull.class),
            Map.entry(-30787, LmdbException.Internal.class),
            Map.entry(-30786, LmdbException.Internal.class),
            Map.entry(-30785, LmdbException.MapResized.class),
            Map.entry(-30784, LmdbException.Incompatible.class),
            Map.entry(-30783, LmdbException.BadReaderSlot.class),
            Map.entry(-30782, LmdbException.BadTxn.class),
            Map.entry(-30781, LmdbException.BadValSize.class),
            Map.entry(-30780, LmdbException.BadDbi.class));
    types.forEach(
        (code, type) -> {
          LmdbException e = ResultCode.failure(code, "mdb_put", PATH);
          assertThat(e).isExactlyInstanceOf(type).hasMessageContaining("mdb_put on /data/store: ");
          assertThat(e.getMessage()).contains("MDB_").doesNotContain("\n");
          assertThat(e.code()).isEqualTo(code);
          assertThat(e.call()).isEqualTo("mdb_put");
          assertThat(e.path()).isEqualTo(PATH);
        });
  }

  @Test
  void errorsOfTheSystem_haveTheirNameAndAdvice() {
    Map<Integer, String> advice =
        Map.of(
            Errno.ENOENT, "create the folder first",
            Errno.EACCES, "right to read and write",
            Errno.EPERM, "right to read and write",
            Errno.EROFS, "right to read and write",
            Errno.ENOSPC, "free some space",
            Errno.EDQUOT, "free some space",
            Errno.EIO, "look at the free space first",
            Errno.ENOMEM, "smaller map",
            Errno.EAGAIN, "another process is opening or closing");
    advice.forEach(
        (code, words) -> {
          LmdbException e = ResultCode.failure(code, "mdb_env_open", PATH);
          assertThat(e)
              .isInstanceOf(LmdbException.Os.class)
              .hasMessageContaining(words)
              .hasMessageContaining("(" + Errno.name(code) + ")");
        });
    assertThat(ResultCode.failure(Errno.EAGAIN, "mdb_txn_begin", PATH))
        .hasMessageContaining("same process id");
    assertThat(ResultCode.failure(4711, "mdb_txn_begin", PATH))
        .isInstanceOfSatisfying(
            LmdbException.Os.class, e -> assertThat(e.name()).isEqualTo("error 4711"));
  }
}
