package dev.fulgur.prompts;

import dev.fulgur.prompts.value.Storable;
import dev.fulgur.store.codec.KeyWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a template can be kept in a database: ids are keys, alone and with their version, and
/// values are MessagePack's.
final class StorableSpec {
  private StorableSpec() {}

  /// @throws PromptException.NotStorable if it cannot, with the first reason
  static void check(TemplateSpec spec) {
    String problem = problem(spec);
    if (problem != null) {
      throw new PromptException.NotStorable(spec.id(), problem);
    }
  }

  /// Why the template cannot be kept, as one clause, or null if it can.
  static @Nullable String problem(TemplateSpec spec) {
    String problem = idProblem(spec.id());
    if (problem == null) {
      problem = textProblems(spec);
    }
    if (problem == null) {
      problem = lengthProblem(spec.id(), spec.version());
    }
    if (problem != null) {
      return problem;
    }
    for (Map.Entry<String, InputSpec> input : spec.inputs().entrySet()) {
      String path = "inputs." + input.getKey() + ".default";
      problem = Storable.textProblem("the name of an input", input.getKey());
      if (problem == null) {
        problem = Storable.problem(path, input.getValue().defaultValue());
      }
      if (problem != null) {
        return problem;
      }
    }
    return Storable.problem("metadata", spec.metadata());
  }

  /// Whether a template could have this id.
  static boolean isId(String id) {
    return !id.isEmpty()
        && Storable.textProblem("id", id) == null
        && id.getBytes(StandardCharsets.UTF_8).length <= KeyWriter.MAX_BYTES;
  }

  private static @Nullable String idProblem(String id) {
    if (id.isEmpty()) {
      return "its id is empty";
    }
    return id.indexOf('\0') >= 0 ? "its id has a NUL character" : null;
  }

  private static @Nullable String textProblems(TemplateSpec spec) {
    String problem = Storable.textProblem("id", spec.id());
    if (problem == null) {
      problem = Storable.textProblem("version", spec.version());
    }
    if (problem == null && spec.description() != null) {
      problem = Storable.textProblem("description", spec.description());
    }
    return problem == null ? Storable.textProblem("template", spec.template()) : problem;
  }

  /// Whether a row that another program wrote can have a version of ours beside it.
  static boolean hasVersionKey(TemplateSpec spec) {
    return lengthProblem(spec.id(), spec.version()) == null;
  }

  /// A version's key is the id (in which U+0001 takes two bytes), one byte, and the version.
  private static @Nullable String lengthProblem(String id, String version) {
    KeyWriter key = new KeyWriter();
    key.text(id);
    if (key.size() > KeyWriter.MAX_BYTES) {
      return "its id takes " + key.size() + " bytes, and the limit is " + KeyWriter.MAX_BYTES;
    }
    key.reset();
    VersionKey.CODEC.write(new VersionKey(id, version), key);
    if (key.size() > KeyWriter.MAX_BYTES) {
      return "its id and version take "
          + (key.size() - 1)
          + " bytes together, and the limit is "
          + (KeyWriter.MAX_BYTES - 1);
    }
    return null;
  }
}
