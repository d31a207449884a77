package dev.fulgur.prompts.versions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which versions a label names, and with which shares of the calls.
///
/// The shares are whole percents, at least one each, and sum to 100. The versions are in their
/// [order][VersionOrder], so that changing the shares of two versions moves only the keys between
/// them.
///
/// @param shares the versions, in order
public record Targets(List<Share> shares) {

  /// A version and its share.
  ///
  /// @param version the version
  /// @param percent its share of the calls, from 1 to 100
  public record Share(String version, int percent) {

    @Override
    public String toString() {
      return version + "=" + percent;
    }
  }

  private static final int WHOLE = 100;

  /// Sorts the shares.
  ///
  /// @throws IllegalArgumentException if they name a version twice, or do not sum to 100; the
  ///   message is a clause
  public Targets {
    shares = // most labels name one version
        shares.size() == 1
            ? List.of(shares.getFirst())
            : List.copyOf(VersionOrder.sorted(shares, Share::version, _ -> 0));
    if (shares.size() != 1 || shares.getFirst().percent() != WHOLE) {
      check(shares);
    }
  }

  private static void check(List<Share> shares) {
    Set<String> versions = new HashSet<>();
    long sum = 0;
    for (Share share : shares) {
      if (!versions.add(share.version())) {
        throw new IllegalArgumentException("version '" + share.version() + "' is named twice");
      }
      if (share.percent() < 1) {
        throw new IllegalArgumentException(
            "the weight of version '" + share.version() + "' is " + share.percent() + ", below 1");
      }
      sum += share.percent();
    }
    if (sum != WHOLE) {
      throw new IllegalArgumentException("the weights sum to " + sum + ", not to 100");
    }
  }

  /// One version for all calls.
  public static Targets only(String version) {
    return new Targets(List.of(new Share(version, WHOLE)));
  }

  /// What `1.4.0`, or `1.4.0=90, 1.5.0=10`, says; the texts may be apart or joined by commas.
  ///
  /// @throws IllegalArgumentException if it says nothing of the kind; the message is a clause
  public static Targets parse(List<String> texts) {
    List<String> parts = new ArrayList<>();
    for (String text : texts) {
      for (String part : text.split(",", -1)) {
        if (!part.isBlank()) {
          parts.add(part.strip());
        }
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no version is named");
    }
    if (parts.size() == 1 && parts.getFirst().indexOf('=') < 0) {
      return only(parts.getFirst());
    }
    List<Share> shares = new ArrayList<>();
    for (String part : parts) {
      int at = part.lastIndexOf('=');
      if (at <= 0) {
        throw new IllegalArgumentException(
            "'" + part + "' has no weight; write VERSION=PERCENT for each of several versions");
      }
      shares.add(new Share(part.substring(0, at), percent(part.substring(at + 1))));
    }
    return new Targets(shares);
  }

  private static int percent(String text) {
    try {
      return Integer.parseInt(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no whole number of percents", e);
    }
  }

  /// The version for a caller.
  ///
  /// @param key what stays the same for one user or session, or null for the version with the
  ///   greatest share, of equals the later one
  /// @param salt what the choice belongs to, such as the id and the label
  public String pick(@Nullable String key, String salt) {
    if (shares.size() == 1) {
      return shares.getFirst().version();
    }
    if (key == null) {
      return heaviest();
    }
    int at = bucket(key, salt);
    for (Share share : shares) {
      at -= share.percent() * (BUCKETS / WHOLE);
      if (at < 0) {
        return share.version();
      }
    }
    throw new IllegalStateException("shares sum to the whole");
  }

  private String heaviest() {
    Share heaviest = shares.getFirst();
    for (Share share : shares) {
      if (share.percent() >= heaviest.percent()) {
        heaviest = share;
      }
    }
    return heaviest.version();
  }

  private static final int BUCKETS = 10_000;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /// Which of 10,000 equal parts of all keys one falls in, from 0, where a label of a template
  /// chooses by it.
  public static int bucket(String key, String id, String label) {
    return bucket(key, id + '@' + label);
  }

  /// One of 10,000, the same in every process and release: FNV-1a of 64 bits over the salt, 0x00
  /// and the key, as UTF-8, its bits mixed as by MurmurHash3's last step.
  private static int bucket(String key, String salt) {
    long hash = FNV_BASIS;
    hash = hash(hash, salt.getBytes(StandardCharsets.UTF_8));
    hash = hash(hash, new byte[1]);
    hash = hash(hash, key.getBytes(StandardCharsets.UTF_8));
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return (int) Long.remainderUnsigned(hash ^ (hash >>> 33), BUCKETS);
  }

  private static long hash(long hash, byte[] bytes) {
    long h = hash;
    for (byte b : bytes) {
      h = (h ^ (b & 0xff)) * FNV_PRIME;
    }
    return h;
  }

  /// Whether the label names this version.
  public boolean names(String version) {
    for (Share share : shares) {
      if (share.version().equals(version)) {
        return true;
      }
    }
    return false;
  }

  /// The versions, in order.
  public List<String> versions() {
    return shares.stream().map(Share::version).toList();
  }

  /// As [#parse] reads it.
  @Override
  public String toString() {
    return shares.size() == 1
        ? shares.getFirst().version()
        : String.join(", ", shares.stream().map(Share::toString).toList());
  }
}
