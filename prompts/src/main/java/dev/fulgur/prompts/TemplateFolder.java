package dev.fulgur.prompts;

import dev.fulgur.prompts.yaml.Yaml;
import dev.fulgur.prompts.yaml.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of a folder of templates, each parsed once until it changes. Files are those whose
/// name is matched by `*.y*ml`, in all subfolders, hidden ones too; linked files are read, linked
/// folders are not entered. A folder of such a name is one more file that cannot be read.
///
/// A file is taken for unchanged while its size and its time of modification are, unless that time
/// was so shortly before it was read that another change could hide in it.
///
/// Not thread-safe.
final class TemplateFolder {
  /// Within one tick of a file system's clock, two changes look like one.
  private static final Duration TICK = Duration.ofMillis(50);

  /// A file or folder as it was when it was read.
  ///
  /// @param settled whether a later change would show
  private record Stamp(Instant modified, long size, boolean settled) {}

  private record Known(Stamp stamp, TemplateFile file) {}

  private final Path folder;
  private Map<Path, Stamp> folders = new HashMap<>();
  private Map<Path, Known> files = new HashMap<>();
  private Contents contents = new Contents(List.of());

  TemplateFolder(Path folder) {
    this.folder = folder;
  }

  /// What a folder holds.
  static final class Contents {
    private final List<TemplateFile> files;
    private final Map<String, List<TemplateFile>> byId = new LinkedHashMap<>();

    /// @param files in the byte order of their paths
    Contents(List<TemplateFile> files) {
      this.files = files;
      for (TemplateFile file : files) {
        if (file.parsed() != null) {
          byId.computeIfAbsent(file.parsed().spec().id(), _ -> new ArrayList<>(1)).add(file);
        }
      }
    }

    /// All files, in the byte order of their paths.
    List<TemplateFile> files() {
      return files;
    }

    /// The valid files by the id that they name, the first of each being the one that counts.
    Map<String, List<TemplateFile>> byId() {
      return byId;
    }

    /// The file that counts for an id, or null.
    @Nullable TemplateFile winner(String id) {
      List<TemplateFile> named = byId.get(id);
      return named == null ? null : named.getFirst();
    }
  }

  /// What the folder holds now. Looks at every file, reads those that changed.
  ///
  /// @throws PromptException.Unreadable if the folder itself cannot be read
  Contents scan() {
    Scan scan = new Scan();
    scan.enter(folder, "");
    folders = scan.foldersSeen;
    files = scan.filesSeen;
    scan.found.sort(Comparator.comparing(TemplateFile::path, ByteOrder.BYTES));
    contents = new Contents(scan.found);
    return contents;
  }

  /// What the folder holds, as far as `id` is concerned: looks at the folders and at the file that
  /// counts for it, and scans if one of them changed or there is no such file.
  Contents scanFor(String id) {
    TemplateFile winner = contents.winner(id);
    if (winner == null || !isUnchanged(winner.file())) {
      return scan();
    }
    for (Map.Entry<Path, Stamp> seen : folders.entrySet()) {
      Stamp stamp = seen.getValue();
      if (!stamp.settled() || !stamp.equals(stampOf(seen.getKey()))) {
        return scan();
      }
    }
    return contents;
  }

  /// When the file or folder that changed last did, as of the last scan; null for none.
  @Nullable Instant lastModified() {
    Instant last = null;
    for (Stamp stamp : folders.values()) {
      last = later(last, stamp.modified());
    }
    for (Known known : files.values()) {
      last = later(last, known.stamp().modified());
    }
    return last == null ? null : last.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Instant later(@Nullable Instant a, Instant b) {
    return a == null || a.isBefore(b) ? b : a;
  }

  private boolean isUnchanged(Path file) {
    Known known = files.get(file);
    return known != null && known.stamp().settled() && known.stamp().equals(stampOf(file));
  }

  private static @Nullable Stamp stampOf(Path path) {
    try {
      return stamp(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (IOException e) {
      return null; // gone or closed: not what it was
    }
  }

  private static Stamp stamp(BasicFileAttributes attributes) {
    Instant modified = attributes.lastModifiedTime().toInstant();
    boolean settled = modified.isBefore(Instant.now().minus(TICK));
    return new Stamp(modified, attributes.size(), settled);
  }

  static boolean isTemplateName(String name) {
    int at = name.indexOf(".y");
    return at >= 0 && name.endsWith("ml") && at + 4 <= name.length();
  }

  private final class Scan {
    private final Map<Path, Stamp> foldersSeen = new HashMap<>();
    private final Map<Path, Known> filesSeen = new HashMap<>();
    private final List<TemplateFile> found = new ArrayList<>();

    void enter(Path entered, String path) {
      Stamp stamp = stampOf(entered);
      if (stamp != null) {
        foldersSeen.put(entered, stamp);
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(entered)) {
        for (Path entry : entries) {
          visit(entry, path, FileNames.name(entry));
        }
      } catch (IOException | DirectoryIteratorException e) {
        if (entered.equals(folder)) {
          throw unreadable(folder, e);
        }
        found.add(failed(path, entered, unreadable(entered, e)));
      }
    }

    private void visit(Path entry, String path, String name) {
      if (isTemplateName(name)) {
        found.add(look(entry, path + name));
      }
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        enter(entry, path + name + "/");
      }
    }

    private TemplateFile look(Path file, String path) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          return failed(
              path, file, new PromptException.Unreadable(file, "a folder, not a file", null));
        }
        Stamp stamp = stamp(attributes);
        Known known = files.get(file);
        if (known == null || !stamp.equals(known.stamp()) || !known.stamp().settled()) {
          known = new Known(stamp, read(file, path, attributes));
        }
        filesSeen.put(file, known);
        return known.file();
      } catch (IOException e) {
        return failed(path, file, unreadable(file, e));
      }
    }
  }

  private static TemplateFile read(Path file, String path, BasicFileAttributes attributes)
      throws IOException {
    if (!attributes.isRegularFile()) {
      return failed(path, file, new PromptException.Unreadable(file, "not a regular file", null));
    }
    if (attributes.size() > Yaml.MAX_BYTES) {
      return failed(
          path,
          file,
          invalid(
              path,
              "it has " + attributes.size() + " bytes, and the limit is " + Yaml.MAX_BYTES,
              null));
    }
    return parse(file, path, Files.readAllBytes(file));
  }

  /// What the bytes of a file say.
  static TemplateFile parse(Path file, String path, byte[] bytes) {
    Object root;
    try {
      root = Yaml.read(bytes);
    } catch (YamlException e) {
      return failed(path, file, invalid(path, String.valueOf(e.getMessage()), e));
    }
    Object id = SpecParser.idOf(root);
    try {
      return new TemplateFile(path, file, id, SpecParser.parse(root, path), null);
    } catch (PromptException.InvalidTemplate e) {
      return new TemplateFile(path, file, id, null, e);
    }
  }

  private static TemplateFile failed(String path, Path file, RuntimeException failure) {
    return new TemplateFile(path, file, null, null, failure);
  }

  private static PromptException.InvalidTemplate invalid(
      String path, String problem, @Nullable Throwable cause) {
    return new PromptException.InvalidTemplate(path, List.of(problem), cause);
  }

  private static PromptException.Unreadable unreadable(Path path, Exception e) {
    Throwable cause = e instanceof DirectoryIteratorException ? e.getCause() : e;
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "is not there";
          case AccessDeniedException _ -> "may not be read; change its permissions";
          case IOException io -> "cannot be read: " + io.getMessage();
          case null, default -> throw new UncheckedIOException(new IOException(e));
        };
    return new PromptException.Unreadable(path, path + " " + why + ".", cause);
  }
}
