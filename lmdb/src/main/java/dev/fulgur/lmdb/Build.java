package dev.fulgur.lmdb;

import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What the native library of one platform holds, known beforehand so that a start has to read
/// neither the jar nor a slow hash.
///
/// @param sizeBytes length of the file
/// @param crc32 its checksum, which tells damage
/// @param sha256 its hash, which names its folder and is checked when it is unpacked
record Build(int sizeBytes, long crc32, String sha256) {
  /// By the name of the resource: org.lmdbjava:native 0.9.33-5.
  static final Map<String, Build> ALL =
      Map.ofEntries(
          Map.entry(
              "aarch64-linux-gnu.so",
              new Build(
                  423184,
                  0xf41ae150L,
                  "e5658f6365410e92339e90c430142182680a6b054893d05c4d24c91a92bde1c7")),
          Map.entry(
              "aarch64-linux-musl.so",
              new Build(
                  365144,
                  0xbf6fa84eL,
                  "6af396ffd814e264fd5992fd70d8fa8a258241badbbec338075868f3d109e9eb")),
          Map.entry(
              "aarch64-macos-none.so",
              new Build(
                  108136,
                  0xf4a19745L,
                  "9f5fd2c06e4bc9a33ba2b7d998d5e42faf2c72b70d23eb8873447f3a55e16ad3")),
          Map.entry(
              "x86_64-linux-gnu.so",
              new Build(
                  361336,
                  0x6329a45fL,
                  "1efe807eef8dbbf3d466782594a4be6d2c255fcf85a14aed574823e9db0730ef")),
          Map.entry(
              "x86_64-linux-musl.so",
              new Build(
                  331488,
                  0x2d3e8b28L,
                  "7a56a654263442b6eee20b93bf6b13e568df73ddaee5eaa772e01c6556aff29c")),
          Map.entry(
              "x86_64-macos-none.so",
              new Build(
                  96528,
                  0x31739e24L,
                  "2b102dc142c131fad5bcda3ad2dd753f0061f58452e7fedc7093854804520353")),
          Map.entry(
              "x86_64-windows-gnu.dll",
              new Build(
                  524831,
                  0x6081c277L,
                  "61e66dbf0eaf0c52b9894923f6558aafa5fcbd27bed3a88bbe43c3f5c1fb1aa0")));

  static @Nullable Build of(String name) {
    return ALL.get(name);
  }

  /// True if these bytes are the library, undamaged.
  boolean holds(byte[] content) {
    if (content.length != sizeBytes) {
      return false;
    }
    CRC32 sum = new CRC32();
    sum.update(content);
    return sum.getValue() == crc32;
  }
}
