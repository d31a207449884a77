package dev.fulgur.app.cli;

import dev.fulgur.prompts.search.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which templates are meant: all that every option holds for.
final class QueryOptions {

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only ids that begin with this text.")
  private @Nullable String prefix;

  @Option(names = "--after", paramLabel = "ID", description = "Only ids behind this one.")
  private @Nullable String after;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only those whose metadata have this under tags.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--field",
      paramLabel = "NAME=VALUE",
      description = "Only those whose metadata say this.")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--variable",
      paramLabel = "NAME",
      description = "Only those that use or declare this variable.")
  private List<String> variables = new ArrayList<>();

  /// What the options ask for, together with words.
  Query query(List<String> words) {
    return new Query(words, tags, variables, fields, prefix, after, Integer.MAX_VALUE);
  }

  boolean isEmpty() {
    return prefix == null
        && after == null
        && tags.isEmpty()
        && fields.isEmpty()
        && variables.isEmpty();
  }
}
