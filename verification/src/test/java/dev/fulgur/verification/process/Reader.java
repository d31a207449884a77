package dev.fulgur.verification.process;

import dev.fulgur.store.Range;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.View;
import dev.fulgur.store.scenario.Mark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A process that reads while another one writes. For each order it looks at two tables that should
/// hold the same keys: `look N` so many times, each in a snapshot of its own, and says how many
/// were there at last; `hold` once, and keeps that snapshot.
final class Reader {
  private Reader() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Store store = Store.open(Path.of(arguments[0]), Mark.SCHEMA, StoreOptions.readOnly())) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        if (order.equals("hold")) {
          Snapshot held = store.view();
          System.out.println(look(held));
          continue;
        }
        int last = 0;
        for (int left = Integer.parseInt(order.substring("look ".length())); left > 0; left--) {
          int now = store.read(Reader::look);
          if (now < last) {
            throw new IllegalStateException("An older snapshot came later.");
          }
          last = now;
        }
        System.out.println(last);
      }
    }
  }

  private static int look(View view) {
    List<Long> left = view.keys(Mark.LEFT, Range.all(), Integer.MAX_VALUE);
    List<Long> right = view.keys(Mark.RIGHT, Range.all(), Integer.MAX_VALUE);
    if (!left.equals(right) || view.get(Mark.COUNT) != left.size()) {
      throw new IllegalStateException("A transaction is there in part.");
    }
    return left.size();
  }
}
