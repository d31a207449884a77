package dev.fulgur.verification.rooms;

import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A room that nothing happens to: it does the same acts, and keeps what the room said after each.
final class Twin implements AutoCloseable {
  private final Room room;
  private final Map<Long, String> states = new HashMap<>();
  private long acts;

  Twin(Room.Kind kind, Path folder) {
    room = kind.open(folder, StoreOptions.defaults());
    states.put(0L, room.state());
  }

  private String after(long number) {
    while (acts < number) {
      room.act(++acts);
    }
    if (acts == number) {
      states.computeIfAbsent(number, _ -> room.state());
    }
    return Objects.requireNonNull(states.get(number));
  }

  /// How many acts a room holds of which the first `told` were acknowledged: those, or those and
  /// the one that was under way. Everything else is a loss or a part of an act.
  ///
  /// @param told never less than the last time
  /// @return the number of acts, or -1 if the room holds anything else
  long match(String state, long told) {
    states.keySet().removeIf(number -> number < told);
    if (state.equals(after(told))) {
      return told;
    }
    return state.equals(after(told + 1)) ? told + 1 : -1;
  }

  @Override
  public void close() {
    room.close();
  }
}
