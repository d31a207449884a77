package dev.fulgur.verification.crash;

import dev.fulgur.log.FaultyStorage;
import dev.fulgur.log.LogStorage;
import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import dev.fulgur.store.engine.logged.LoggedStore;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.store.scenario.Mark;
import java.nio.file.Path;

/// The process that is killed at a failpoint.
final class FailpointChild {
  private FailpointChild() {}

  /// Runs until it is killed.
  ///
  /// @param arguments failpoint, which time it is reached, folder, durability, first number
  public static void main(String[] arguments) throws InterruptedException {
    Failpoint failpoint = Failpoint.valueOf(arguments[0]);
    int nth = Integer.parseInt(arguments[1]);
    FailpointFault fault = new FailpointFault(failpoint, nth);
    try (Store store =
        LoggedStore.open(
            Path.of(arguments[2]),
            Mark.SCHEMA,
            CrashChild.options(Durability.valueOf(arguments[3])),
            folder -> new FaultyStorage(LogStorage.in(folder), fault))) {
      fault.opened();
      CrashChild.commit(store, Long.parseLong(arguments[4]));
    }
  }
}
