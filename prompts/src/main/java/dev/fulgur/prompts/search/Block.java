package dev.fulgur.prompts.search;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Some of the templates that have a term, in the order of their ids: `{"rest"?: bin}`. The first
/// id stands in the key; of each other one there is what it does not share with the one before it.
///
/// ```
/// rest  = { lengths u8, varint?, varint?, the id's last bytes }
/// ```
///
/// where the high half of `lengths` is how many bytes of the id before are left away at its end,
/// and the low half how many come instead. A half of 15 says that a varint follows with what is
/// over 15, that of the high half first; varints are little-endian in groups of seven bits.
///
/// @param rest the ids behind the first one
@SuppressWarnings("ArrayRecordComponent") // never compared
record Block(byte[] rest) {
  /// As long is a block at most: with its key a tenth of a page, since LMDB leaves room for one row
  /// on each page that fills up.
  static final int MAX_BYTES = 350;

  private static final int NIBBLE = 15;
  private static final int MAX_ID_BYTES = 512;

  static final RecordCodec<Block> CODEC = new Codec();
  private static final Fields FIELDS = Fields.of("rest");

  /// A block, and how many ids went into it.
  record Packed(Block block, int count) {}

  /// A block of the first ids, in their order: of at least one, and as many as it can hold.
  ///
  /// @param most at most so many
  static Packed pack(List<String> ids, int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] last = utf8(ids.getFirst());
    int end = 0;
    int count = 1;
    while (count < most) {
      byte[] next = utf8(ids.get(count));
      append(last, next, out);
      if (out.size() > MAX_BYTES) {
        break;
      }
      end = out.size();
      last = next;
      count++;
    }
    return new Packed(new Block(Arrays.copyOf(out.toByteArray(), end)), count);
  }

  private static byte[] utf8(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  private static void append(byte[] last, byte[] next, ByteArrayOutputStream out) {
    int differs = Arrays.mismatch(last, next);
    int shared = differs < 0 ? last.length : differs;
    int left = last.length - shared;
    int more = next.length - shared;
    out.write(Math.min(left, NIBBLE) << 4 | Math.min(more, NIBBLE));
    writeOver(left, out);
    writeOver(more, out);
    out.write(next, shared, more);
  }

  private static void writeOver(int length, ByteArrayOutputStream out) {
    if (length < NIBBLE) {
      return;
    }
    int over = length - NIBBLE;
    while (over > 0x7F) {
      out.write((over & 0x7F) | 0x80);
      over >>>= 7;
    }
    out.write(over);
  }

  /// The ids.
  ///
  /// @param first that of the key
  /// @throws IllegalArgumentException if these are no ids
  List<String> ids(String first) {
    List<String> ids = new ArrayList<>();
    ids.add(first);
    byte[] start = utf8(first);
    byte[] id = Arrays.copyOf(start, MAX_ID_BYTES);
    int length = start.length;
    Lengths in = new Lengths();
    while (in.at < rest.length) {
      int lengths = in.next();
      int left = in.withOver(lengths >>> 4);
      int more = in.withOver(lengths & NIBBLE);
      int shared = length - left;
      if (shared < 0 || shared + more > MAX_ID_BYTES || more > rest.length - in.at) {
        throw new IllegalArgumentException("an id that does not follow from the one before it");
      }
      System.arraycopy(rest, in.at, id, shared, more);
      in.at += more;
      length = shared + more;
      ids.add(new String(id, 0, length, StandardCharsets.UTF_8));
    }
    return ids;
  }

  /// Reads lengths.
  private final class Lengths {
    private int at;

    int next() {
      if (at >= rest.length) {
        throw new IllegalArgumentException("a block that ends within an id");
      }
      return rest[at++] & 0xFF;
    }

    int withOver(int half) {
      if (half < NIBBLE) {
        return half;
      }
      int over = 0;
      for (int shift = 0; shift < 21; shift += 7) {
        int group = next();
        over |= (group & 0x7F) << shift;
        if (group < 0x80) {
          return NIBBLE + over;
        }
      }
      throw new IllegalArgumentException("an id that is too long");
    }
  }

  private static final class Codec implements RecordCodec<Block> {
    @Override
    public String name() {
      return "prompts.search_block";
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(Block block, RecordWriter out) {
      out.writeRecordHeader(block.rest.length == 0 ? 0 : 1);
      if (block.rest.length > 0) {
        out.writeText("rest");
        out.writeBytes(block.rest);
      }
    }

    @Override
    public Block read(RecordReader in) {
      byte[] rest = {};
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        if (in.readField(FIELDS, i) == 0) {
          rest = in.readBytes();
        } else {
          in.skipValue();
        }
      }
      in.readEnd();
      return new Block(rest);
    }
  }
}
