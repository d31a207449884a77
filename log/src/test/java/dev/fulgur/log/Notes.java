package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// An owner of a log that keeps the texts that were committed.
final class Notes implements Sequencer<Notes.Note>, FrameVisitor {

  /// A log whose segments are as short as can be, so that it needs many.
  static final LogOptions SHORT_SEGMENTS = LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);

  /// How often a random test does its work: in a build, or with `-Dsoak`.
  static int times(int inABuild, int inASoak) {
    return Boolean.getBoolean("soak") ? inASoak : inABuild;
  }

  /// A commit of a text.
  static final class Note extends Commit {
    final String text;

    Note(String text) {
      this(text, text.getBytes(StandardCharsets.UTF_8));
    }

    private Note(String text, byte[] bytes) {
      super(bytes, bytes.length);
      this.text = text;
    }

    private Note() {
      super(null, 0);
      this.text = "";
    }
  }

  /// A point in the order of commits.
  static Note point() {
    return new Note();
  }

  private final List<String> applied = new ArrayList<>();
  private final List<String> published = new ArrayList<>();
  private long lastApplied;
  private long lastPublished;
  private int points;

  /// A text that is refused.
  static final String REFUSED = "refused";

  @Override
  public void frame(long sequence, byte[] payload) {
    synchronized (this) {
      assertThat(sequence).isEqualTo(lastApplied + 1);
      lastApplied = sequence;
      lastPublished = sequence;
      String text = new String(payload, StandardCharsets.UTF_8);
      applied.add(text);
      published.add(text);
    }
  }

  @Override
  public synchronized boolean validate(Note commit) {
    return !commit.text.startsWith(REFUSED);
  }

  @Override
  public synchronized void apply(Note commit, long sequence) {
    if (sequence != lastApplied + 1) {
      throw new IllegalStateException("Applied " + sequence + " after " + lastApplied + ".");
    }
    lastApplied = sequence;
    applied.add(commit.text);
  }

  @Override
  public synchronized void revoke(Note commit, long sequence) {
    if (sequence != lastApplied || sequence <= lastPublished) {
      throw new IllegalStateException("Revoked " + sequence + " after " + lastApplied + ".");
    }
    lastApplied--;
    applied.removeLast();
  }

  @Override
  public synchronized void publish(long sequence) {
    if (sequence > lastApplied) {
      throw new IllegalStateException("Published " + sequence + " before it was applied.");
    }
    lastPublished = sequence;
    published.addAll(applied.subList(published.size(), (int) (sequence - base())));
  }

  @Override
  public boolean wantsPoint() {
    return false;
  }

  @Override
  public synchronized void point(long sequence) {
    if (sequence != lastApplied || sequence != lastPublished) {
      throw new IllegalStateException("A point at " + sequence + " after " + lastApplied + ".");
    }
    points++;
  }

  /// How many points in the order were told.
  synchronized int points() {
    return points;
  }

  private long base() {
    return lastApplied - applied.size();
  }

  /// Starts with what was applied elsewhere up to `sequence`.
  synchronized Notes from(long sequence) {
    lastApplied = sequence;
    lastPublished = sequence;
    return this;
  }

  /// What may be seen, in order.
  synchronized List<String> published() {
    return List.copyOf(published);
  }

  Log<Note> open(LogStorage storage, LogOptions options) {
    return Log.open(storage, options, new Resume(lastApplied, 0, false), this, this);
  }

  /// What a log holds, read by opening and closing it.
  static List<String> read(LogStorage storage, LogOptions options) {
    Notes notes = new Notes();
    try (Log<Note> _ = notes.open(storage, options)) {
      return notes.published();
    }
  }

  static CompletableFuture<Long> async(Log<Note> log, String text) {
    return log.commitAsync(new Note(text));
  }

  /// The seed of a random test: a new one, or that of `-Dseed`. Printed, so that it can be given
  /// back.
  static Random random() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    return new Random(seed);
  }
}
