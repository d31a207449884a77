package dev.fulgur.verification.rooms;

import dev.fulgur.store.Durability;
import dev.fulgur.store.scenario.CrashChild;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The process that dies, or whose calls are traced: does acts one after another, and appends the
/// number of each that is durable to a file.
final class Acting {
  private Acting() {}

  /// Acts until the last number, or until it is killed.
  ///
  /// @param arguments room, folder, durability, file of acknowledged numbers, first, last
  public static void main(String[] arguments) throws IOException {
    Room.Kind kind = Room.Kind.valueOf(arguments[0]);
    Durability durability = Durability.valueOf(arguments[2]);
    long last = Long.parseLong(arguments[5]);
    try (FileChannel tell =
            FileChannel.open(
                Path.of(arguments[3]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Room room = kind.open(Path.of(arguments[1]), CrashChild.options(durability))) {
      for (long number = Long.parseLong(arguments[4]); number <= last; number++) {
        room.act(number);
        int _ = tell.write(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        System.out.println(number);
      }
    }
  }

  /// The last number that was told.
  static long told(byte[] bytes) {
    return bytes.length < Long.BYTES
        ? 0
        : ByteBuffer.wrap(bytes).getLong(bytes.length / Long.BYTES * Long.BYTES - Long.BYTES);
  }
}
