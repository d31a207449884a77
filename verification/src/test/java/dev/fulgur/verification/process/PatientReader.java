package dev.fulgur.verification.process;

import dev.fulgur.store.Range;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import java.io.IOException;
import java.nio.file.Path;

/// A process that reads, keeps its view open, and waits to be killed.
final class PatientReader {
  private PatientReader() {}

  public static void main(String[] arguments) throws IOException {
    try (Store store = Store.open(Path.of(arguments[0]), Mark.SCHEMA, StoreOptions.readOnly());
        Snapshot view = store.view()) {
      System.out.println("reading " + view.keys(Mark.RIGHT, Range.all(), 10).size());
      int _ = System.in.read();
    }
  }
}
