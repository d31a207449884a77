package dev.fulgur.prompts;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// The files of templates: how they are named after ids, and how they are written.
///
/// A name is the id with every byte that is no ASCII letter, digit, `-`, `_` or inner `.` as `%XX`,
/// so that different ids have different names, and none leads out of its folder. One over 200 bytes
/// is cut and ends in a hash of the id.
final class FileNames {
  private static final int MAX_LENGTH = 200;
  private static final int HASH_DIGITS = 16;

  private FileNames() {}

  /// The name of the file for a template.
  static String of(String id) {
    StringBuilder name = new StringBuilder();
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      if (isKept(b, name.isEmpty())) {
        name.append((char) b);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    if (name.length() > MAX_LENGTH) {
      name.setLength(MAX_LENGTH - HASH_DIGITS - 1);
      name.append('~').append(hash(id));
    }
    return name.append(".yaml").toString();
  }

  /// The name of a file. Java shows a name outside of ASCII as question marks where the locale is a
  /// poor one; the file's URI still has its bytes.
  static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.indexOf('?') < 0 && name.indexOf('\uFFFD') < 0) {
      return name;
    }
    String uri = file.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    String raw = uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean isKept(byte b, boolean first) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || (b == '.' && !first);
  }

  private static String hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_DIGITS / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// Writes a file whole or not at all, by way of one beside it.
  static void write(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path written = file.resolveSibling(".fulgur-" + UUID.randomUUID() + ".tmp");
      try {
        Files.writeString(written, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new PromptException.Unreadable(
          file, file + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /// Deletes a file, if it is there.
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new PromptException.Unreadable(
          file, file + " cannot be deleted: " + e.getMessage() + ".", e);
    }
  }
}
