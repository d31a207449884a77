package dev.fulgur.tracker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/// The 64-bit hashes under which records are known outside of the tracker.
///
/// BLAKE2b (RFC 7693) with a digest of 8 bytes, read little-endian as an unsigned number, and a
/// person string of at most 16 bytes, padded with zeros, so that two applications that share keys
/// do not share hashes. What is hashed is text in UTF-8:
///
/// | of | text |
/// |---|---|
/// | a file | `file:{path}` |
/// | a symbol | `sym:{path}#{name}:{kind}:{start}:{end}` |
/// | a memory | `mem:{8 hex digits}` |
/// | a search | `q:{mode}:{corpus}:{query}` |
///
/// Any thread may use it.
public final class KeyHash {

  /// The person string of the tracker that this one follows.
  public static final String DEFAULT_PERSON = "galaxybrain";

  /// Hashes with the [#DEFAULT_PERSON].
  public static final KeyHash DEFAULT = new KeyHash(DEFAULT_PERSON);

  private static final int DIGEST_BYTES = 8;
  private static final int PERSON_BYTES = 16;

  private final String person;
  private final byte[] personBytes;

  /// A digest that nobody uses at the moment; making one costs more than hashing a path.
  private final AtomicReference<Blake2bDigest> idle = new AtomicReference<>();

  /// Hashes with a person string.
  ///
  /// @throws IllegalArgumentException if it takes more than 16 bytes in UTF-8
  public KeyHash(String person) {
    byte[] bytes = person.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > PERSON_BYTES) {
      throw new IllegalArgumentException(
          "The person string \"%s\" takes %d bytes; 16 are the most."
              .formatted(person, bytes.length));
    }
    this.person = person;
    this.personBytes = Arrays.copyOf(bytes, PERSON_BYTES);
  }

  /// The person string.
  public String person() {
    return person;
  }

  /// The hash of any text.
  public long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[DIGEST_BYTES];
    Blake2bDigest digest = idle.getAndSet(null);
    if (digest == null) {
      digest = new Blake2bDigest(null, DIGEST_BYTES, null, personBytes);
    }
    digest.update(bytes, 0, bytes.length);
    digest.doFinal(out, 0); // resets it as well
    idle.set(digest);
    long hash = 0;
    for (int i = DIGEST_BYTES - 1; i >= 0; i--) {
      hash = hash << 8 | (out[i] & 0xff);
    }
    return hash;
  }

  /// The hash of a file.
  public long file(String path) {
    return of("file:" + path);
  }

  /// The hash of a symbol.
  public long symbol(String path, String name, String kind, int lineStart, int lineEnd) {
    return of("sym:" + path + '#' + name + ':' + kind + ':' + lineStart + ':' + lineEnd);
  }

  /// The hash of a memory, whose id is already of the form `mem:{8 hex digits}`.
  public long memory(String id) {
    return of(id);
  }

  /// The hash of a search.
  public long query(String mode, String corpus, String query) {
    return of("q:" + mode + ':' + corpus + ':' + query);
  }
}
