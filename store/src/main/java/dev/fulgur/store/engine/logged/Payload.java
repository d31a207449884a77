package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.Tree;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The bytes of a transaction in a frame of the log.
///
/// ```
/// payload = version:u8 (1) { in | put | delete | clear | add }
/// in      = 0:u8 length:u8 name[length]            the tree that the following are about
/// put     = 1:u8 bytes bytes                       key, value
/// delete  = 2:u8 bytes                             key
/// clear   = 3:u8
/// add     = 4:u8 bytes i64                         counter's name, what is added; big-endian
/// bytes   = length:varint content[length]
/// varint  = seven bits a byte, the lowest first, the top bit set on all but the last
/// ```
final class Payload {
  private static final byte VERSION = 1;
  private static final byte IN = 0;
  private static final byte PUT = 1;
  private static final byte DELETE = 2;
  private static final byte CLEAR = 3;
  private static final byte ADD = 4;
  private static final byte[] NO_BYTES = {};

  private final Names names;
  private final byte[] bytes;
  private int size;
  private @Nullable Tree tree;

  private Payload(int capacity, Names names) {
    this.names = names;
    bytes = new byte[capacity];
    bytes[0] = VERSION;
    size = 1;
  }

  /// The names of a store's trees as they stand in payloads.
  static final class Names {
    private final byte[][] names;

    Names(List<Tree> trees) {
      names = new byte[trees.size()][];
      for (Tree tree : trees) {
        names[tree.number()] = tree.name().getBytes(StandardCharsets.UTF_8);
      }
    }

    private byte[] of(Tree tree) {
      return names[tree.number()];
    }
  }

  static byte[] of(List<Change> changes, Names names) {
    int size = 1;
    @Nullable Tree tree = null;
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!change.tree().equals(tree)) {
        tree = change.tree();
        size += 2 + names.of(tree).length;
      }
      size += 1 + sizeOf(change);
    }
    Payload payload = new Payload(size, names);
    for (int i = 0; i < changes.size(); i++) {
      payload.add(changes.get(i));
    }
    return payload.bytes;
  }

  private static int sizeOf(Change change) {
    byte[] value = change.value();
    return switch (change.kind()) {
      case PUT -> sizeOf(change.key()) + sizeOf(value == null ? NO_BYTES : value);
      case DELETE -> sizeOf(change.key());
      case CLEAR -> 0;
      case ADD -> sizeOf(change.key()) + Long.BYTES;
    };
  }

  private static int sizeOf(byte[] content) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(content.length | 1);
    return (bits + 6) / 7 + content.length;
  }

  private void add(Change change) {
    if (!change.tree().equals(tree)) {
      tree = change.tree();
      byte[] name = names.of(change.tree());
      bytes[size++] = IN;
      bytes[size++] = (byte) name.length;
      bytes(name, name.length);
    }
    switch (change.kind()) {
      case PUT -> {
        bytes[size++] = PUT;
        content(change.key());
        byte[] value = change.value();
        content(value == null ? NO_BYTES : value);
      }
      case DELETE -> {
        bytes[size++] = DELETE;
        content(change.key());
      }
      case CLEAR -> bytes[size++] = CLEAR;
      case ADD -> {
        bytes[size++] = ADD;
        content(change.key());
        ByteBuffer.wrap(bytes).putLong(size, change.delta());
        size += Long.BYTES;
      }
    }
  }

  private void content(byte[] content) {
    int rest = content.length;
    while (rest > 0x7F) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    bytes(content, content.length);
  }

  private void bytes(byte[] content, int length) {
    System.arraycopy(content, 0, bytes, size, length);
    size += length;
  }

  /// The changes in a payload.
  ///
  /// @param trees the tree of a name, or null if there is none
  /// @throws MalformedPayload if it does not follow the grammar
  /// @throws UnknownTree if it is about a tree that is not known
  static List<Change> read(byte[] payload, Function<String, @Nullable Tree> trees) {
    return new Reader(trees).read(payload);
  }

  /// Reads one payload after another, most of which are about the same tree.
  static final class Reader {
    private final Function<String, @Nullable Tree> trees;
    private byte[] name = {};
    private @Nullable Tree named;

    /// @param trees the tree of a name, or null if there is none
    Reader(Function<String, @Nullable Tree> trees) {
      this.trees = trees;
    }

    /// The changes in a payload, as [Payload#read] answers them.
    List<Change> read(byte[] payload) {
      ByteBuffer in = ByteBuffer.wrap(payload);
      List<Change> changes = new ArrayList<>();
      @Nullable Tree tree = null;
      try {
        byte version = in.get();
        if (version != VERSION) {
          throw new MalformedPayload("it has version " + version + ", and this program reads 1");
        }
        while (in.hasRemaining()) {
          byte kind = in.get();
          if (kind == IN) {
            tree = tree(payload, in);
          } else if (tree == null) {
            throw new MalformedPayload("it changes rows before it says of what");
          } else {
            changes.add(change(in, kind, tree));
          }
        }
      } catch (BufferUnderflowException e) {
        throw new MalformedPayload("it ends in the middle of a change");
      }
      return changes;
    }

    private Tree tree(byte[] payload, ByteBuffer in) {
      int length = Byte.toUnsignedInt(in.get());
      int from = in.position();
      Tree known = named;
      if (known != null
          && length <= in.remaining()
          && Arrays.equals(payload, from, from + length, name, 0, name.length)) {
        in.position(from + length);
        return known;
      }
      byte[] bytes = new byte[length];
      in.get(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      Tree tree = trees.apply(text);
      if (tree == null) {
        throw new UnknownTree(text);
      }
      name = bytes;
      named = tree;
      return tree;
    }
  }

  private static Change change(ByteBuffer in, byte kind, Tree tree) {
    return switch (kind) {
      case PUT -> {
        byte[] key = content(in);
        yield Change.put(tree, key, content(in));
      }
      case DELETE -> Change.delete(tree, content(in));
      case CLEAR -> Change.clear(tree);
      case ADD -> {
        byte[] key = content(in);
        yield Change.add(tree, key, in.getLong());
      }
      default -> throw new MalformedPayload("it has a change of the unknown kind " + kind);
    };
  }

  /// The length is checked against the bytes that are there before anything is allocated.
  private static byte[] content(ByteBuffer in) {
    long length = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      length |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0 && shift < 35);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] content = new byte[(int) length];
    in.get(content);
    return content;
  }

  /// Says what a payload does, for people.
  static String describe(byte[] payload) {
    List<Tree> seen = new ArrayList<>();
    try {
      List<Change> changes =
          read(
              payload,
              name -> {
                Tree tree = new Tree(name, seen.size());
                seen.add(tree);
                return tree;
              });
      StringBuilder text = new StringBuilder();
      for (Change change : changes.subList(0, Math.min(8, changes.size()))) {
        text.append(text.isEmpty() ? "" : "; ")
            .append(change.kind().name().toLowerCase(java.util.Locale.ROOT))
            .append(' ')
            .append(change.tree().name());
        if (change.key().length > 0) {
          text.append(' ').append(dev.fulgur.store.engine.KeyText.show(change.key()));
        }
        byte[] value = change.value();
        if (value != null) {
          text.append(" (").append(value.length).append(" bytes)");
        }
        if (change.kind() == Change.Kind.ADD) {
          text.append(" by ").append(change.delta());
        }
      }
      return changes.size() > 8
          ? text + "; and " + (changes.size() - 8) + " more"
          : text.toString();
    } catch (MalformedPayload e) {
      return "not a transaction of a store: " + e.getMessage();
    }
  }

  /// Bytes that are no payload.
  static final class MalformedPayload extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPayload(String problem) {
      super(problem);
    }
  }

  /// A tree that the schema does not know.
  static final class UnknownTree extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownTree(String name) {
      super(name);
    }
  }
}
