package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table in `docs/tracker.md` that leads from the original's methods to ours.
final class MappingTableTest {

  private static final Path PAGE = Path.of("..", "docs", "tracker.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /// `group().method`, or `.method` of the group before; or a method of the tracker itself.
  private static final Pattern OURS =
      Pattern.compile("(?:(?<group>[a-z]+)\\(\\))?\\.(?<method>\\w+)|(?<own>\\w+)(?:\\(\\w*\\))?");

  private record Row(List<String> originals, List<String> ours) {}

  private static List<Row> table() throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("#")) {
        inside = line.contains("original's methods");
      } else if (inside && line.startsWith("| `")) {
        String[] cells = line.split("\\|", -1);
        rows.add(new Row(codes(cells[1]), codes(cells[2])));
      }
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    List<String> found = new ArrayList<>();
    Matcher matcher = CODE.matcher(cell);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static List<String> originals() throws IOException {
    return new String(Oracle.bytes("methods.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static boolean has(Class<?> type, String method) {
    return Arrays.stream(type.getMethods()).map(Method::getName).anyMatch(method::equals);
  }

  @Test
  void table_namesEveryMethodOfTheOriginalOnce() throws IOException {
    List<String> named = table().stream().flatMap(row -> row.originals().stream()).toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(originals()).hasSize(80);
  }

  @Test
  void table_leadsToMethodsThatThereAre() throws Exception {
    for (Row row : table()) {
      assertThat(row.ours()).as("%s", row.originals()).isNotEmpty();
      Class<?> group = Tracker.class;
      for (String ours : row.ours()) {
        if (ours.equals("limit") || ours.equals("after") || ours.equals("offset")) {
          continue; // parameters that a row explains
        }
        Matcher parts = OURS.matcher(ours);
        assertThat(parts.matches()).as("%s for %s", ours, row.originals()).isTrue();
        if (parts.group("group") != null) {
          group = Tracker.class.getMethod(parts.group("group")).getReturnType();
        }
        String own = parts.group("own");
        boolean there = own == null ? has(group, parts.group("method")) : has(Tracker.class, own);
        assertThat(there).as("%s for %s", ours, row.originals()).isTrue();
      }
    }
  }
}
