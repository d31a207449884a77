package dev.fulgur.tracker.stored;

import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.codec.Keys;
import org.jspecify.annotations.Nullable;

/// Keys of more than one part. A last part that is null is left out, which makes a key for [prefix
/// ranges][dev.fulgur.store.Range#prefix] of what comes before it.
///
/// A time in a key is negated (`newest`), so that the newest comes first.
final class IndexKeys {

  /// The context in lower case, then as it is if that differs, else nothing.
  static final KeyCodec<ContextKey> CONTEXT =
      Keys.of(
          "tracker-context(utf8,utf8)",
          (key, out) -> {
            out.textPart(key.lower());
            if (key.exact() != null) {
              out.textPart(key.exact());
            }
          },
          in -> new ContextKey(in.textPart(), in.textPart()));

  static final KeyCodec<SymbolKey> SYMBOL =
      Keys.of(
          "tracker-symbol(u64,u64)",
          2 * Long.BYTES,
          (key, out) -> {
            out.u64(key.file());
            if (key.id() != SymbolKey.ANY) {
              out.u64(key.id());
            }
          },
          in -> new SymbolKey(in.u64(), in.u64()));

  static final KeyCodec<IdentityKey> IDENTITY =
      Keys.of(
          "tracker-identity(u64,u32)",
          (key, out) -> out.u64(key.file()).u32(key.identity()),
          in -> new IdentityKey(in.u64(), in.u32()));

  static final KeyCodec<NameKey> NAME =
      Keys.of(
          "tracker-named(utf8,utf8,u64)",
          (key, out) -> {
            out.textPart(key.name());
            if (key.filePath() != null) {
              out.textPart(key.filePath()).u64(key.id());
            }
          },
          in -> new NameKey(in.textPart(), in.textPart(), in.u64(), true));

  static final KeyCodec<InsightKey> INSIGHT =
      Keys.of(
          "tracker-insight(utf8,utf8,u32,u64)",
          (key, out) -> {
            out.textPart(key.kind());
            if (key.filePath() != null) {
              out.textPart(key.filePath()).u32(key.lineStart()).u64(key.id());
            }
          },
          in -> new InsightKey(in.textPart(), in.textPart(), in.u32(), in.u64()));

  static final KeyCodec<TermKey> TERM =
      Keys.of(
          "tracker-term(utf8,f64)",
          (key, out) -> {
            out.textPart(key.term());
            if (key.newest() != null) {
              out.f64(key.newest());
            }
          },
          in -> new TermKey(in.textPart(), in.f64()));

  static final KeyCodec<TouchKey> TOUCH =
      Keys.of(
          "tracker-touch(u32,f64)",
          (key, out) -> {
            out.u32(key.active() ? 1 : 0);
            if (key.newest() != null) {
              out.f64(key.newest());
            }
          },
          in -> new TouchKey(in.u32() != 0, in.f64()));

  static final KeyCodec<ThreadTimeKey> THREAD_TIME =
      Keys.of(
          "tracker-thread-time(u64,f64)",
          (key, out) -> {
            out.u64(key.threadId());
            if (key.newest() != null) {
              out.f64(key.newest());
            }
          },
          in -> new ThreadTimeKey(in.u64(), in.f64()));

  static final KeyCodec<ThreadTextKey> THREAD_TEXT =
      Keys.of(
          "tracker-thread-text(u64,utf8)",
          (key, out) -> {
            out.u64(key.threadId());
            if (key.text() != null) {
              out.text(key.text());
            }
          },
          in -> new ThreadTextKey(in.u64(), in.text()));

  private IndexKeys() {}

  /// A context of a file.
  record ContextKey(String lower, @Nullable String exact) {}

  /// A symbol: the hash of its file's path, then its id, so that the symbols of a file lie
  /// together.
  record SymbolKey(long file, long id) {
    /// In place of an id: any.
    static final long ANY = Long.MIN_VALUE;
  }

  /// What a symbol is found by when it is written again.
  record IdentityKey(long file, int identity) {}

  /// An insight by its kind.
  record InsightKey(String kind, @Nullable String filePath, int lineStart, long id) {}

  /// Something that a memory is found by, and when it was created.
  record TermKey(String term, @Nullable Double newest) {}

  /// Whether a thread goes on, and when it was last worked on.
  record TouchKey(boolean active, @Nullable Double newest) {}

  /// A thread and a time.
  record ThreadTimeKey(long threadId, @Nullable Double newest) {}

  /// A thread and a path or the name of a tool.
  record ThreadTextKey(long threadId, @Nullable String text) {}
}
