package dev.fulgur.store.engine.logged;

import dev.fulgur.log.LogException;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreException.OpenRefused;
import dev.fulgur.store.StoreException.OpenRefused.Reason;
import dev.fulgur.store.engine.env.Environment;
import java.nio.file.Path;

/// What a failure of the log is to who uses the store.
final class Failed {
  private Failed() {}

  static RuntimeException toCommit(LogException failure, Environment environment) {
    return switch (failure) {
      case LogException.Closed _ -> new StoreException.StoreClosed(environment.folder());
      case LogException.Failed e ->
          new StoreException.LogFailed(String.valueOf(e.getMessage()), e.getCause());
      case LogException.Full e ->
          new StoreException.StoreFull(
              String.valueOf(e.getMessage()), environment.usedBytes(), environment.quotaBytes(), e);
      case LogException.TooLarge e ->
          new StoreException.TransactionTooLarge(e.sizeBytes(), e.limitBytes());
      case LogException.Damaged e ->
          new StoreException.LogFailed(String.valueOf(e.getMessage()), e);
      case LogException.Mismatch e ->
          new StoreException.LogFailed(String.valueOf(e.getMessage()), e);
      case LogException.Owned e -> new StoreException.LogFailed(String.valueOf(e.getMessage()), e);
      case LogException.Unreadable e ->
          new StoreException.LogFailed(String.valueOf(e.getMessage()), e);
    };
  }

  static OpenRefused toOpen(LogException failure, Path folder) {
    Reason reason =
        switch (failure) {
          case LogException.Owned _ -> Reason.OTHER_OWNER;
          case LogException.Damaged _ -> Reason.LOG_DAMAGED;
          case LogException.Mismatch _ -> Reason.LOG_MISMATCH;
          case LogException.Unreadable e ->
              e.getCause() instanceof java.nio.file.AccessDeniedException
                  ? Reason.NO_PERMISSION
                  : Reason.IO;
          case LogException.Full _,
              LogException.Failed _,
              LogException.TooLarge _,
              LogException.Closed _ ->
              Reason.IO;
        };
    return new OpenRefused(reason, folder, String.valueOf(failure.getMessage()), failure);
  }
}
