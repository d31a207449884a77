package dev.fulgur.app.kv;

import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.Table;
import dev.fulgur.store.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The steps of one transaction, each a JSON object:
///
/// ```
/// {"op": "put",    "table": t, "key": k, "value": v}
/// {"op": "insert", "table": t, "key": k, "value": v}   fails if the key is there
/// {"op": "delete", "table": t, "key": k}
/// {"op": "get",    "table": t, "key": k}               answers what is there
/// {"op": "check",  "table": t, "key": k, "value": v}   fails unless that is there; null: nothing
/// ```
///
/// All of it is committed, or nothing.
public final class KvScript {
  private static final List<String> OPS = List.of("put", "insert", "delete", "get", "check");

  private final List<Step> steps;

  private record Step(long number, String op, String table, KvRow row, boolean absent) {}

  /// What a `get` found.
  ///
  /// @param value null if there is nothing
  public record Found(String table, String key, @Nullable String value) {}

  /// A step that does not hold, so that nothing was committed.
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
      super(sentence);
    }
  }

  private KvScript(List<Step> steps) {
    this.steps = steps;
  }

  /// The script of these lines; empty ones are passed over.
  ///
  /// @throws IllegalArgumentException naming the line, if one is no step
  public static KvScript of(Utf8Lines lines) throws IOException {
    List<Step> steps = new ArrayList<>();
    while (lines.next()) {
      try {
        if (!lines.isBlank()) {
          steps.add(step(lines.number(), TaggedJson.read(lines.text())));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + lines.number() + ": " + e.getMessage(), e);
      }
    }
    return new KvScript(steps);
  }

  private static Step step(long number, @Nullable Object json) {
    if (!(json instanceof Map<?, ?> map)
        || !(map.get("op") instanceof String op)
        || !(map.get("table") instanceof String table)
        || !(map.get("key") instanceof String key)) {
      throw new IllegalArgumentException(
          "a step is {\"op\": .., \"table\": .., \"key\": ..}, with \"value\" where one is needed");
    }
    if (!OPS.contains(op)) {
      throw new IllegalArgumentException(
          "there is no op \"" + op + "\"; use one of " + String.join(", ", OPS));
    }
    boolean valued = !op.equals("delete") && !op.equals("get");
    if (valued && !map.containsKey("value")) {
      throw new IllegalArgumentException("\"" + op + "\" needs a \"value\"");
    }
    Object value = map.get("value");
    boolean absent = op.equals("check") && value == null;
    return new Step(number, op, table, new KvRow(key, valued ? KvRow.text(value) : ""), absent);
  }

  /// How many steps there are.
  public int size() {
    return steps.size();
  }

  /// The tables that are written to.
  public List<String> written() {
    TreeSet<String> names = new TreeSet<>();
    for (Step step : steps) {
      if (step.op().equals("put") || step.op().equals("insert")) {
        names.add(step.table());
      }
    }
    return List.copyOf(names);
  }

  /// Runs it as one transaction and answers what was found.
  ///
  /// @throws Refused if a step does not hold
  public List<Found> run(KvDatabase database) {
    return database
        .store()
        .writeAndGet(
            tx -> {
              List<Found> found = new ArrayList<>();
              for (Step step : steps) {
                run(database, tx, step, found);
              }
              return found;
            });
  }

  private static void run(KvDatabase database, Transaction tx, Step step, List<Found> found) {
    Table<String, String> table = database.find(step.table());
    String key = step.row().key();
    String now = table == null ? null : tx.get(table, key);
    switch (step.op()) {
      case "get" -> found.add(new Found(step.table(), key, now));
      case "check" -> {
        String wanted = step.absent() ? null : step.row().value();
        if (!Objects.equals(now, wanted)) {
          throw new Refused(
              "Step %d does not hold: \"%s\" of %s has %s; nothing was committed."
                  .formatted(
                      step.number(),
                      key,
                      step.table(),
                      now == null ? "no value" : "another value"));
        }
      }
      case "delete" -> {
        if (table != null) {
          boolean _ = tx.delete(table, key);
        }
      }
      case "insert" -> {
        if (now != null) {
          throw new Refused(
              "Step %d does not hold: \"%s\" of %s is there already; nothing was committed."
                  .formatted(step.number(), key, step.table()));
        }
        tx.put(Objects.requireNonNull(table, "made before"), key, step.row().value());
      }
      default -> tx.put(Objects.requireNonNull(table, "made before"), key, step.row().value());
    }
  }

  /// What was found, for JSON.
  public static List<Map<String, @Nullable Object>> json(List<Found> found) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (Found one : found) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("table", one.table());
      object.put("key", one.key());
      object.put("value", one.value());
      objects.add(object);
    }
    return objects;
  }
}
