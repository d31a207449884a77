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
    text.append(words).append("\n\n");
  }

  /// Adds a table.
  ///
  /// @param heads heads of the columns
  /// @param rows cells of each row, as many as there are heads
  public void table(List<String> heads, List<List<String>> rows) {
    row(heads);
    text.append("|").append("---|".repeat(heads.size())).append("\n");
    rows.forEach(this::row);
    text.append("\n");
  }

  private void row(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  String text() {
    return text.toString();
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.toString().stripTrailing() + "\n");
  }
}
