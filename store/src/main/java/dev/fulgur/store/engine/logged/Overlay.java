package dev.fulgur.store.engine.logged;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commits that are not in LMDB's file yet, or were not when some view began: a chain of
/// generations, oldest first.
///
/// **Views.** A view takes hold of the oldest generation, renews its snapshot of LMDB, finds the
/// number A of the last commit that the snapshot holds, and **then** takes the published number R.
/// It reads the generations between A and R before the snapshot. Whatever was in the chain when it
/// took hold stays reachable for it. Were R taken before the snapshot, LMDB could show commits
/// beyond R; were hold taken after, a checkpoint in between could have let go of commits beyond A.
///
/// Thread rule: [#current], [#endCurrent] and [#publish] by whoever sequences, [#letGo] by the
/// checkpoint, the rest by any.
final class Overlay {

  /// A place in the chain.
  static final class Node {
    final Generation generation;
    private volatile @Nullable Node next;

    Node(Generation generation) {
      this.generation = generation;
    }

    @Nullable Node next() {
      return next;
    }
  }

  static final Generation[] NONE = {};

  private final int trees;
  private volatile Node oldest;
  private volatile Node newest;
  private volatile long published;

  Overlay(int trees, long applied) {
    this.trees = trees;
    Node first = new Node(new Generation(trees, applied + 1));
    this.oldest = first;
    this.newest = first;
    this.published = applied;
  }

  Generation current() {
    return newest.generation;
  }

  /// Commits up to `sequence` may be seen.
  void publish(long sequence) {
    published = sequence;
  }

  long published() {
    return published;
  }

  /// Ends the newest generation with the last published commit, if it has any, and begins another.
  void endCurrent() {
    Node node = newest;
    if (node.generation.firstSequence() > published) {
      return;
    }
    Node next = new Node(new Generation(trees, published + 1));
    node.generation.end(published);
    node.next = next;
    newest = next;
  }

  Node oldest() {
    return oldest;
  }

  /// The oldest generation is in LMDB's file.
  void letGo(Node node) {
    Node next = node.next();
    if (next != null) {
      oldest = next;
    }
  }

  /// About what the chain takes in memory.
  long bytes() {
    long bytes = 0;
    for (Node node = oldest; node != null; node = node.next()) {
      bytes += node.generation.bytes();
    }
    return bytes;
  }

  /// The generations with commits above `applied` and up to `published`, newest first.
  static Generation[] between(Node from, long applied, long published) {
    if (applied >= published) {
      return NONE;
    }
    List<Generation> found = new ArrayList<>(4);
    for (Node node = from; node != null; node = node.next()) {
      Generation generation = node.generation;
      if (generation.firstSequence() > published) {
        break;
      }
      if (generation.lastSequence() > applied) {
        found.add(generation);
      }
    }
    return found.reversed().toArray(NONE);
  }
}
