package dev.fulgur.verification.rooms;

import dev.fulgur.store.Durability;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.CrashChild;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The process whose calls fail. In each round it opens a room, lets the nth call on its files from
/// there on fail, once or for good, acts until that is met, and looks whether what was said was
/// right: while the room is still open, and when it is opened again and the calls work.
///
/// It goes on in the same folder from round to round, beside a twin that nothing happens to.
final class FailingActs {
  /// More acts than any call is away.
  private static final int MANY = 20_000;

  private final Faults faults;
  private final Room.Kind kind;
  private final Path place;
  private final StoreOptions options;
  private final Twin twin;
  private final Map<String, Integer> outcomes = new TreeMap<>();

  /// Acts that are surely there.
  private long acts;

  /// Whether the calls behind the one that fails fail as well.
  private boolean lasts;

  private FailingActs(Faults faults, Room.Kind kind, Path place, Durability durability, Twin twin) {
    this.faults = faults;
    this.kind = kind;
    this.place = place;
    this.options = CrashChild.options(durability);
    this.twin = twin;
  }

  /// Prints a line for each round, and at the end how often there was which outcome.
  ///
  /// @param arguments library, room, folder, folder of the twin, durability, calls, seed
  public static void main(String[] arguments) {
    java.util.logging.Logger.getLogger("dev.fulgur").setLevel(java.util.logging.Level.OFF);
    Faults faults = new Faults(Path.of(arguments[0]));
    Room.Kind kind = Room.Kind.valueOf(arguments[1]);
    int calls = Integer.parseInt(arguments[5]);
    Random random = new Random(Long.parseLong(arguments[6]));
    try (Twin twin = new Twin(kind, Path.of(arguments[3]))) {
      FailingActs failing =
          new FailingActs(
              faults, kind, Path.of(arguments[2]), Durability.valueOf(arguments[4]), twin);
      for (int n = 1; n <= calls; n++) {
        Faults.Kind fault = random.nextBoolean() ? Faults.Kind.EIO : Faults.Kind.ENOSPC;
        failing.lasts = random.nextBoolean();
        try {
          failing.round(n, fault);
        } catch (RuntimeException | Error e) {
          throw new AssertionError(
              "Call %d failed with %s%s."
                  .formatted(n, fault, failing.lasts ? " and all behind it" : ""),
              e);
        }
        System.out.println(n);
      }
      System.out.println(failing.outcomes);
    }
  }

  private void round(int n, Faults.Kind fault) {
    faults.arm(n, fault, lasts);
    String outcome = opened(n);
    faults.disarm();
    outcomes.merge(outcome, 1, Integer::sum);
    try (Room room = kind.open(place, options)) {
      expect(room.problems().isEmpty(), "Problems: " + room.problems());
      look(room, "opened again");
      room.act(acts + 1);
      acts++;
      look(room, "working again");
    }
  }

  private String opened(int n) {
    Room room;
    try {
      room = kind.open(place, options);
    } catch (StoreException e) {
      return "opening: " + said(e);
    }
    String outcome;
    try {
      outcome = actUntilItIsMet(room);
      if (n % 2 == 0) {
        faults.disarm(); // else the closing meets what lasts
      }
    } catch (RuntimeException | Error e) {
      faults.disarm();
      room.close();
      throw e;
    }
    try {
      room.close();
      return outcome;
    } catch (StoreException e) {
      return outcome + ", closing: " + said(e);
    }
  }

  private String actUntilItIsMet(Room room) {
    for (int i = 0; i < MANY && !faults.met(); i++) {
      StoreException failure = tryAct(room);
      if (failure != null) {
        return refused(room, failure);
      }
    }
    expect(faults.met(), "Nothing called for so long.");
    // It was met by another thread, which may say so at the next act, or do the work again.
    for (int i = 0; i < 3; i++) {
      StoreException failure = tryAct(room);
      if (failure != null) {
        return refused(room, failure);
      }
    }
    if (refusesReads(room)) {
      return "reads";
    }
    look(room, "nothing was refused");
    return "nothing was refused";
  }

  private @Nullable StoreException tryAct(Room room) {
    try {
      room.act(acts + 1);
      acts++;
      return null;
    } catch (StoreException.StorageFailed | StoreException.StoreFull | StoreException.LogFailed e) {
      return e;
    }
  }

  /// Reads go on; the first failure sticks, or what failed is not there and can be done again.
  private String refused(Room room, StoreException failure) {
    String outcome = said(failure);
    if (failure instanceof StoreException.LogFailed) {
      if (refusesReads(room)) {
        return outcome + ", reads too";
      }
      long before = acts;
      look(room, "after " + failure);
      StoreException again = tryAct(room);
      expect(again instanceof StoreException.LogFailed, "It worked again after " + failure);
      expect(acts - before <= 1, "More than the act that failed is there.");
    } else {
      String state = room.state();
      expect(twin.match(state, acts) == acts, "What was refused is there, after " + failure);
      StoreException again = tryAct(room);
      if (failure instanceof StoreException.StorageFailed) {
        expect(again instanceof StoreException.LogFailed, "It worked again after " + failure);
      } else if (!lasts) {
        expect(again == null, "Refused though there is room: " + again);
      }
    }
    return outcome;
  }

  /// LMDB serves nobody any more if it failed to write the page that makes a commit visible.
  private static boolean refusesReads(Room room) {
    try {
      return room.state().isEmpty();
    } catch (StoreException.LogFailed e) {
      return true;
    }
  }

  private static String said(StoreException failure) {
    String message = failure.getMessage();
    expect(
        message != null && !message.isBlank() && !message.contains("null"),
        "A failure without words: " + failure);
    return failure.getClass().getSimpleName();
  }

  /// All that was acknowledged is there, and at most the act that failed besides.
  private void look(Room room, String when) {
    long there = twin.match(room.state(), acts);
    expect(there >= 0, "Of %d acts, %s: something else is there.".formatted(acts, when));
    acts = there;
  }

  private static void expect(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(otherwise);
    }
  }
}
