package dev.fulgur.prompts.transfer;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.VerificationReport.Difference;
import dev.fulgur.prompts.value.StoredValues;
import dev.fulgur.store.Range;
import dev.fulgur.store.codec.RecordWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares a source of templates with a database, field by field and both ways. Values are the
/// same if they are stored as the same bytes: a pair is a list, and not-a-number is itself.
public final class Verification {

  private Verification() {}

  /// Compares the folder of YAML files or database at `from` with `database`.
  ///
  /// @throws dev.fulgur.prompts.PromptException.Unreadable if the source cannot be read
  public static VerificationReport of(Path from, LmdbRegistry database, ProgressListener progress) {
    Source source = Source.isSame(from, database) ? Source.of(database) : Source.read(from);
    List<TemplateFailure> missing = new ArrayList<>(source.failures());
    List<Difference> different = new ArrayList<>();
    Set<String> extra = new LinkedHashSet<>(database.ids(Range.all(), Integer.MAX_VALUE));
    long verified = 0;
    List<TemplateSpec> templates = source.templates();
    for (int at = 0; at < templates.size(); at += Migration.BATCH) {
      List<TemplateSpec> batch =
          templates.subList(at, Math.min(at + Migration.BATCH, templates.size()));
      Map<String, TemplateSpec> stored =
          database.findAll(batch.stream().map(TemplateSpec::id).toList());
      for (int i = 0; i < batch.size(); i++) {
        TemplateSpec expected = batch.get(i);
        TemplateSpec found = stored.get(expected.id());
        extra.remove(expected.id());
        if (found == null) {
          missing.add(
              new TemplateFailure(
                  source.paths().get(at + i), expected.id(), "not in the database; migrate it"));
          continue;
        }
        List<String> fields = differences(expected, found);
        if (fields.isEmpty()) {
          verified++;
        } else {
          different.add(new Difference(expected.id(), fields));
        }
      }
      progress.at(at + batch.size(), templates.size());
    }
    return new VerificationReport(verified, missing, List.copyOf(extra), different);
  }

  /// The fields in which two templates differ.
  static List<String> differences(TemplateSpec left, TemplateSpec right) {
    List<String> fields = new ArrayList<>();
    if (!left.version().equals(right.version())) {
      fields.add("version");
    }
    if (!Objects.equals(left.description(), right.description())) {
      fields.add("description");
    }
    if (!left.template().equals(right.template())) {
      fields.add("template");
    }
    for (String name : union(left.inputs(), right.inputs())) {
      inputDifferences(name, left.inputs().get(name), right.inputs().get(name), fields);
    }
    for (String key : union(left.metadata(), right.metadata())) {
      if (left.metadata().containsKey(key) != right.metadata().containsKey(key)
          || !isSame(left.metadata().get(key), right.metadata().get(key))) {
        fields.add("metadata." + key);
      }
    }
    return fields;
  }

  private static void inputDifferences(
      String name, @Nullable InputSpec left, @Nullable InputSpec right, List<String> fields) {
    if (left == null || right == null) {
      fields.add("inputs." + name);
      return;
    }
    if (left.type() != right.type()) {
      fields.add("inputs." + name + ".type");
    }
    if (left.required() != right.required()) {
      fields.add("inputs." + name + ".required");
    }
    if (!isSame(left.defaultValue(), right.defaultValue())) {
      fields.add("inputs." + name + ".default");
    }
  }

  private static Set<String> union(Map<String, ?> left, Map<String, ?> right) {
    Set<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    return names;
  }

  private static boolean isSame(@Nullable Object left, @Nullable Object right) {
    return Objects.equals(left, right) || Arrays.equals(bytes(left), bytes(right));
  }

  private static byte[] bytes(@Nullable Object value) {
    RecordWriter out = new RecordWriter();
    StoredValues.write(value, out);
    return out.toByteArray();
  }
}
