package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.TEMPLATES;
import static dev.fulgur.prompts.PromptTables.VERSIONS;

import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings our tables up to date after a program that knows only the original three wrote:
/// `templates` is right. Its rows without a checksum are taken over, with their version; a version
/// that is known with another body is kept as a conflict; the versions of templates that are gone
/// go too.
final class Reconciliation implements StoreOptions.Reconciler {
  private final Clock clock;

  Reconciliation(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void reconcile(Transaction tx, long lastOwnVersion) {
    RegistryWriter writer = new RegistryWriter(tx, clock.millis(), Edit.UNSIGNED);
    for (TemplateRecord foreign : foreignTemplates(tx)) {
      writer.adopt(foreign);
    }
    for (String id : orphanedVersions(tx)) {
      writer.forget(id);
    }
    writer.reconciled();
  }

  private static List<TemplateRecord> foreignTemplates(Transaction tx) {
    List<TemplateRecord> foreign = new ArrayList<>();
    try (Cursor<String, TemplateRecord> rows = tx.cursor(TEMPLATES, Range.all())) {
      while (rows.next()) {
        TemplateRecord record = readable(rows);
        if (record != null && isForeign(rows.key(), record)) {
          foreign.add(record);
        }
      }
    }
    return foreign;
  }

  /// What cannot be taken over stays as it is, readable.
  private static boolean isForeign(String key, TemplateRecord record) {
    return !record.sealed()
        && record.spec().id().equals(key)
        && StorableSpec.hasVersionKey(record.spec());
  }

  /// The record, or null where it is damaged: that is for a check to report, and not to keep the
  /// others from being taken over.
  private static @Nullable TemplateRecord readable(Cursor<String, TemplateRecord> rows) {
    try {
      return rows.record();
    } catch (StoreException.CorruptRecord e) {
      return null;
    }
  }

  private static List<String> orphanedVersions(Transaction tx) {
    List<String> orphaned = new ArrayList<>();
    String last = null;
    try (Cursor<VersionKey, VersionRecord> rows = tx.cursor(VERSIONS, Range.all())) {
      while (rows.next()) {
        String id = rows.key().id();
        if (!id.equals(last) && !tx.contains(TEMPLATES, id)) {
          orphaned.add(id);
        }
        last = id;
      }
    }
    return orphaned;
  }
}
