package dev.fulgur.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// A page of results in Markdown: what was measured, on what, and how to repeat it.
public final class Report {
  private final StringBuilder text = new StringBuilder();

  Report(String title, String command) {
    text.append("# ").append(title).append("\n\n");
    text.append("Repeat with `").append(command).append("`. ");
    text.append(LocalDate.now(ZoneOffset.UTC)).append(", ").append(Machine.describe());
    text.append("\n\n");
  }

  /// Adds a paragraph.
  public void paragraph(String words) {
    add(words + "\n\n");
  }

  /// Adds a part, and prints it at once: a group may run for minutes.
  private void add(String part) {
    text.append(part);
    System.out.print(part);
    System.out.flush();
  }

  /// Adds a table.
  ///
  /// @param heads heads of the columns
  /// @param rows cells of each row, as many as there are heads
  public void table(List<String> heads, List<List<String>> rows) {
    StringBuilder table = new StringBuilder();
    row(table, heads);
    table.append("|").append("---|".repeat(heads.size())).append("\n");
    rows.forEach(cells -> row(table, cells));
    add(table.append("\n").toString());
  }

  private static void row(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.toString().stripTrailing() + "\n");
  }
}
