package dev.fulgur.verification.disk;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.Mark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The process that reads records while their bits turn over.
final class FlippedReader {
  private FlippedReader() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StoreOptions options = StoreOptions.defaults().withDurability(Durability.valueOf(arguments[1]));
    try (Store store = Store.open(Path.of(arguments[0]), Mark.SCHEMA, options)) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(read(store, Long.parseLong(order.substring("read ".length()))));
      }
    }
  }

  private static String read(Store store, long number) {
    try {
      Mark found = store.read(view -> view.get(Mark.RIGHT, number));
      return Mark.of(number).equals(found) ? "right" : "wrong: " + found;
    } catch (StoreException.CorruptRecord e) {
      return "damaged";
    }
  }
}
