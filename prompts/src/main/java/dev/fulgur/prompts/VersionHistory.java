package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.VERSIONS;

import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.LabelRows;
import dev.fulgur.prompts.versions.VersionOrder;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The versions of a template in a database, as a person wants to see them. A template that another
/// program saved and that was not taken over yet has the one version that its row says, and those
/// that were known before.
final class VersionHistory {
  private VersionHistory() {}

  static List<VersionInfo> of(View view, String id) {
    TemplateSpec current = LmdbRegistry.find(view, id);
    if (current == null) {
      return List.of();
    }
    List<Row<LabelKey, LabelMove>> labels = LabelRows.of(view, id);
    List<VersionInfo> infos = new ArrayList<>();
    boolean hasCurrent = false;
    Range<VersionKey> range = Range.prefix(new VersionKey(id, ""));
    for (Row<VersionKey, VersionRecord> row : view.scan(VERSIONS, range, Integer.MAX_VALUE)) {
      VersionRecord version = row.record();
      boolean isCurrent = version.spec().version().equals(current.version());
      hasCurrent |= isCurrent;
      TemplateSpec body = isCurrent ? current : version.spec(); // another program's body counts
      boolean known = !isCurrent || TemplateRecord.areSame(current, version.spec());
      infos.add(
          known
              ? info(body, version, isCurrent, labels)
              : info(body, new VersionRecord(body, 0, null, null), true, labels));
    }
    if (!hasCurrent) {
      infos.add(info(current, new VersionRecord(current, 0, null, null), true, labels));
    }
    return VersionOrder.sorted(
        infos,
        VersionInfo::version,
        info -> info.savedAt() == null ? Long.MAX_VALUE : info.savedAt().toEpochMilli());
  }

  private static VersionInfo info(
      TemplateSpec body,
      VersionRecord record,
      boolean isCurrent,
      List<Row<LabelKey, LabelMove>> labels) {
    List<String> naming = new ArrayList<>();
    for (Row<LabelKey, LabelMove> row : labels) {
      var targets = row.record().targets();
      if (targets != null && targets.names(body.version())) {
        naming.add(row.key().label());
      }
    }
    return new VersionInfo(
        body.version(),
        record.savedAt() == 0 ? null : Instant.ofEpochMilli(record.savedAt()),
        record.author(),
        record.message(),
        ContentHash.of(body),
        isCurrent,
        naming);
  }
}
