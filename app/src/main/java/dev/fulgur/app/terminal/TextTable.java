package dev.fulgur.app.terminal;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Aligned columns without borders.
final class TextTable {

  private static final int WIDEST_COLUMN = 72;

  private TextTable() {}

  static String format(
      List<String> columns, List<List<String>> rows, UnaryOperator<String> headingStyle) {
    List<Column> shapes = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      boolean numeric = !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(column)));
      HorizontalAlign align = numeric ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
      shapes.add(
          new Column()
              .header(columns.get(i))
              .headerAlign(align)
              .dataAlign(align)
              .maxWidth(width(rows, column)));
    }
    String[][] cells =
        rows.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new);
    String text = AsciiTable.getTable(AsciiTable.NO_BORDERS, shapes.toArray(Column[]::new), cells);
    StringBuilder lines = new StringBuilder(text.length());
    boolean first = true;
    for (String line : text.lines().toList()) {
      String trimmed = line.stripTrailing();
      lines.append(first ? headingStyle.apply(trimmed) : trimmed).append('\n');
      first = false;
    }
    return lines.toString();
  }

  /// Where lines of a column break; what has no spaces, such as a path, is left whole.
  private static int width(List<List<String>> rows, int column) {
    int width = WIDEST_COLUMN;
    for (List<String> row : rows) {
      String cell = row.get(column);
      if (cell.indexOf(' ') < 0) {
        width = Math.max(width, cell.length());
      }
    }
    return width;
  }

  private static boolean isNumber(String cell) {
    if (cell.isEmpty()) {
      return false;
    }
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if ((c < '0' || c > '9') && c != ',' && c != '.' && c != '-' && c != '%' && c != 'x') {
        return false;
      }
    }
    return true;
  }
}
