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

/// Some of the templates that have a term, in the order of their ids: `{"ids": bin}`.
///
/// ```
/// ids = { shared varint, rest varint, the rest's bytes }
/// ```
///
/// where `shared` is how many bytes of UTF-8 an id has in common with the one before it; varints
/// are little-endian in groups of seven bits.
///
/// @param ids the ids, at least one
record Block(List<String> ids) {
  /// A block beyond so many bytes becomes two.
  static final int MAX_BYTES = 1_200;

  static final RecordCodec<Block> CODEC = new Codec();
  private static final Fields FIELDS = Fields.of("ids");

  /// The ids as blocks that are not too long.
  static List<Block> split(List<String> ids) {
    List<Block> blocks = new ArrayList<>();
    int size = bytes(ids).length;
    int parts = (size + MAX_BYTES - 1) / MAX_BYTES;
    int each = Math.max(1, (ids.size() + parts - 1) / parts);
    for (int at = 0; at < ids.size(); at += each) {
      blocks.add(new Block(List.copyOf(ids.subList(at, Math.min(at + each, ids.size())))));
    }
    return blocks;
  }

  private static byte[] bytes(List<String> ids) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] last = {};
    for (String id : ids) {
      byte[] next = id.getBytes(StandardCharsets.UTF_8);
      int shared = Arrays.mismatch(last, next);
      shared = shared < 0 ? next.length : shared;
      varint(shared, out);
      varint(next.length - shared, out);
      out.write(next, shared, next.length - shared);
      last = next;
    }
    return out.toByteArray();
  }

  private static void varint(int value, ByteArrayOutputStream out) {
    int rest = value;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static List<String> ids(byte[] bytes) {
    List<String> ids = new ArrayList<>();
    byte[] id = new byte[512];
    int at = 0;
    while (at < bytes.length) {
      int shared = bytes[at++];
      if (shared < 0) {
        shared = (shared & 0x7F) | (next(bytes, at++) << 7);
      }
      int rest = next(bytes, at++);
      if (rest < 0) {
        rest = (rest & 0x7F) | (next(bytes, at++) << 7);
      }
      if (shared + rest > id.length || at + rest > bytes.length) {
        throw new IllegalArgumentException("an id that is longer than its block");
      }
      System.arraycopy(bytes, at, id, shared, rest);
      at += rest;
      ids.add(new String(id, 0, shared + rest, StandardCharsets.UTF_8));
    }
    return ids;
  }

  private static int next(byte[] bytes, int at) {
    if (at >= bytes.length) {
      throw new IllegalArgumentException("a block that ends within an id");
    }
    return bytes[at];
  }

  private static final class Codec implements RecordCodec<Block> {
    @Override
    public String name() {
      return "prompts.search_block";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Block block, RecordWriter out) {
      out.writeRecordHeader(1);
      out.writeText("ids");
      out.writeBytes(bytes(block.ids));
    }

    @Override
    public Block read(RecordReader in) {
      List<String> ids = List.of();
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        if (in.readField(FIELDS, i) == 0) {
          ids = Block.ids(in.readBytes());
        } else {
          in.skipValue();
        }
      }
      in.readEnd();
      return new Block(ids);
    }
  }
}
