package dev.fulgur.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of results in Markdown: what was measured, on what, and how to repeat it.
public final class Report {
  private static final Pattern NUMBER = Pattern.compile("^[*]*(-?[0-9][0-9,]*(?:\\.[0-9]+)?)");

  private final StringBuilder text = new StringBuilder();
  private final Map<String, byte[]> charts = new LinkedHashMap<>();
  private final String name;

  /// Begins a page.
  ///
  /// @param name the file's, and the beginning of its charts'
  Report(String title, String name, String command) {
    this.name = name;
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

  /// Adds a chart of columns of a table that was added, a bar for each row and column. The label of
  /// a row is what stands before the first of the columns; a row with no figure in one of them is
  /// left out.
  ///
  /// @param unit of all columns
  /// @param columns their numbers, from 0
  public void bars(
      String title, String unit, List<String> heads, List<List<String>> rows, int... columns) {
    List<String> labels = new ArrayList<>();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (List<String> row : rows) {
      List<Double> values = new ArrayList<>();
      for (int column : columns) {
        Matcher number = NUMBER.matcher(row.get(column));
        if (number.find()) {
          values.add(Double.parseDouble(number.group(1).replace(",", "")));
        }
      }
      if (values.size() == columns.length) {
        labels.add(String.join(" ", row.subList(0, columns[0])));
        for (int i = 0; i < columns.length; i++) {
          series.computeIfAbsent(heads.get(columns[i]), _ -> new ArrayList<>()).add(values.get(i));
        }
      }
    }
    if (!labels.isEmpty()) {
      draw(title, () -> Chart.bars(title, unit, labels, series));
    }
  }

  /// Adds a chart of how something grows.
  ///
  /// @param sizes where it was measured
  /// @param series what came out at each size, NaN where nothing did
  public void lines(
      String title,
      String sizeUnit,
      String unit,
      List<Double> sizes,
      Map<String, List<Double>> series) {
    draw(title, () -> Chart.lines(title, sizeUnit, unit, sizes, series));
  }

  private interface Drawing {
    byte[] draw() throws IOException;
  }

  /// A machine without fonts must not lose what was measured.
  private void draw(String title, Drawing drawing) {
    String file = name + "-" + (charts.size() + 1) + ".png";
    try {
      charts.put(file, drawing.draw());
      add("![" + title + "](" + file + ")\n\n");
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      paragraph("No chart could be drawn here: " + e + ".");
    }
  }

  private static void row(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.toString().stripTrailing() + "\n");
    for (Map.Entry<String, byte[]> chart : charts.entrySet()) {
      Files.write(file.resolveSibling(chart.getKey()), chart.getValue());
    }
  }
}
