package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.VERSIONS;

import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.LabelRows;
import dev.fulgur.prompts.versions.SemanticVersion;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.Row;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.codec.KeyWriter;
import dev.fulgur.store.codec.UnencodableValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may be a label, and what a label may name: versions that are there; of a guarded one those
/// that do not [break][Compatibility] its callers; and none that would come to include itself.
final class LabelRules {
  private static final int MAX_CHARS = 100;
  private static final int SEQUENCE_BYTES = 8;

  private LabelRules() {}

  /// Refuses versions that are not there, and those that a guarded label may not take.
  ///
  /// @param guarded the labels that are guarded
  /// @param composed gets the versions that may include others
  /// @param place the place, for messages
  static void admit(
      Transaction tx,
      LabelKey key,
      Targets targets,
      List<String> guarded,
      List<TemplateSpec> composed,
      String place) {
    for (String version : targets.versions()) {
      VersionRecord record = version(tx, key.id(), version);
      if (record == null) {
        throw PromptException.NotFound.of(
            key.id(), tx.contains(PromptTables.TEMPLATES, key.id()) ? version : null, place);
      }
      if (Includes.mayHave(record.spec().template())) {
        composed.add(record.spec());
      }
    }
    if (tx.contains(VERSIONS, new VersionKey(key.id(), key.label()))) {
      throw new LabelException.Invalid(
          key.label(), key.id(), "the template has a version of this name", "choose another label");
    }
    if (guarded.contains(key.label())) {
      Targets before = LabelRows.lastTargets(tx, key);
      if (before != null) {
        checkCallers(tx, key, before, targets);
      }
    }
  }

  /// Refuses a move after which a version would include itself.
  static void checkIncludes(Transaction tx, List<TemplateSpec> composed) {
    for (TemplateSpec spec : composed) {
      Includes.of(spec, name -> LmdbRegistry.findReference(tx, name, null));
    }
  }

  private static @Nullable VersionRecord version(Transaction tx, String id, String version) {
    try {
      return tx.get(VERSIONS, new VersionKey(id, version));
    } catch (UnencodableValue | StoreException.KeyTooLong e) {
      return null; // a text that is no key names nothing
    }
  }

  private static void checkCallers(Transaction tx, LabelKey key, Targets before, Targets after) {
    for (String version : after.versions()) {
      VersionRecord next = tx.get(VERSIONS, new VersionKey(key.id(), version));
      if (before.names(version) || next == null) {
        continue;
      }
      for (String known : before.versions()) {
        VersionRecord last = tx.get(VERSIONS, new VersionKey(key.id(), known));
        List<String> breaks =
            last == null ? List.of() : Compatibility.breaks(last.spec(), next.spec());
        if (!breaks.isEmpty()) {
          throw new LabelException.Refused(key.id(), key.label(), version, breaks);
        }
      }
    }
  }

  /// Refuses what is no label, or none of an id.
  static void check(@Nullable String id, String label) {
    String reason = problem(label);
    if (reason != null) {
      throw new LabelException.Invalid(
          label, id, reason, "use a name such as production, or team-a/canary");
    }
    if (id != null && !StorableSpec.isId(id)) {
      throw new LabelException.Invalid(
          label, id, "a template cannot have this id", "list shows the ids that there are");
    }
    if (id != null) {
      KeyWriter key = new KeyWriter();
      LabelKey.CODEC.write(new LabelKey(id, label), key);
      if (key.size() + 1 + SEQUENCE_BYTES > KeyWriter.MAX_BYTES) {
        throw new LabelException.Invalid(
            label, id, "it is too long for this id", "choose a shorter label");
      }
    }
  }

  private static @Nullable String problem(String label) {
    if (label.isEmpty()) {
      return "it is empty";
    }
    if (label.length() > MAX_CHARS) {
      return "it has more than " + MAX_CHARS + " characters";
    }
    if (SemanticVersion.parse(label) != null) {
      return "it looks like a version";
    }
    if (label.startsWith("-")) {
      return "it begins with '-'";
    }
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c == '@' || c == '=' || c == ',' || c == ':') {
        return "it has a '" + c + "'";
      }
      if (Character.isWhitespace(c)
          || Character.isSpaceChar(c)
          || Character.isISOControl(c)
          || Character.isSurrogate(c)) {
        return "it has a space or another character that does not print alone";
      }
    }
    return null;
  }

  /// Refuses a new body for a version that a guarded label names, where it breaks its callers.
  static void checkReplacement(Transaction tx, TemplateSpec before, TemplateSpec after) {
    for (Row<LabelKey, LabelMove> row : LabelRows.of(tx, after.id())) {
      Targets targets = row.record().targets();
      if (targets != null
          && targets.names(after.version())
          && LabelRows.isGuarded(tx, row.key().label())) {
        List<String> breaks = Compatibility.breaks(before, after);
        if (!breaks.isEmpty()) {
          throw new LabelException.Refused(after.id(), row.key().label(), after.version(), breaks);
        }
      }
    }
  }
}
