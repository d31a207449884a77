package dev.fulgur.lmdb;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An environment that each test finds open, and that is closed after it.
abstract class Fixture {
  @TempDir Path folder;
  Env env;

  @SuppressWarnings("NullAway.Init")
  Fixture() {}

  @BeforeEach
  void openEnv() {
    env = Env.open(folder, EnvOptions.DEFAULT.withMapSize(1 << 24).withMaxDbs(8));
  }

  @AfterEach
  void closeEnv() {
    env.close();
  }

  /// A new database with these pairs, each `key=value`.
  Dbi filled(String name, String pairs, DbiFlag... flags) {
    DbiFlag[] all = java.util.Arrays.copyOf(flags, flags.length + 1);
    all[flags.length] = DbiFlag.CREATE;
    try (WriteTxn txn = env.beginWrite()) {
      Dbi dbi = txn.openDbi(name, all);
      for (String pair : pairs.split(" ", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          txn.put(dbi, Text.of(pair.substring(0, equals)), Text.of(pair.substring(equals + 1)));
        }
      }
      txn.commit();
      return dbi;
    }
  }
}
