package dev.fulgur.store.engine.env;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The structure of a store's file, under a snapshot.
public final class Structure {

  private static final int LOOKS = 100;

  private Structure() {}

  /// What is wrong with the pages of a snapshot that the caller holds.
  public static List<String> check(Environment environment, long version) {
    try (DataFile file = DataFile.open(environment.folder())) {
      DataFile.Meta meta = meta(file, environment, version);
      return meta == null ? List.of() : PageCheck.run(file, meta);
    } catch (IOException e) {
      return List.of("The data file could not be read (" + e.getMessage() + ").");
    }
  }

  /// How many pages are free in a snapshot that the caller holds; 0 if it cannot be told.
  static long freePages(Environment environment, long version) {
    try (DataFile file = DataFile.open(environment.folder())) {
      DataFile.Meta meta = meta(file, environment, version);
      return meta == null ? 0 : PageCheck.freePages(file, meta);
    } catch (IOException e) {
      return 0;
    }
  }

  /// The meta of a snapshot, or null if two commits have been made since, which took both metas.
  private static DataFile.@Nullable Meta meta(DataFile file, Environment environment, long version)
      throws IOException {
    for (int look = 0; version > 0 && look < LOOKS; look++) {
      DataFile.Meta meta = file.meta(version);
      if (meta != null || environment.lastTxnId() > version + 1) {
        return meta;
      }
    }
    return null;
  }
}
