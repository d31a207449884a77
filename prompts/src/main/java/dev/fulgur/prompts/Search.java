package dev.fulgur.prompts;

import dev.fulgur.prompts.search.IndexReader;
import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.search.Terms;
import dev.fulgur.store.Range;
import dev.fulgur.store.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds templates, by the index or by looking at each.
final class Search {
  private static final int PAGE = 1_000;

  /// So many templates are looked at in less time than an index takes to build.
  private static final int WITHOUT_INDEX = 256;

  private Search() {}

  /// Whether a search would be served by an index that is not there.
  static boolean needsIndex(View view) {
    return !view.writtenByOthers()
        && view.count(PromptTables.TEMPLATES) > WITHOUT_INDEX
        && !IndexReader.isUsable(view);
  }

  /// What the index leads to and has what is asked for; null if the index cannot be used.
  static @Nullable List<TemplateSpec> indexed(View view, Query query) {
    if (!IndexReader.isUsable(view)) {
      return null;
    }
    List<TemplateSpec> found = new ArrayList<>();
    if (query.limit() == 0) {
      return found;
    }
    IndexReader.visit(
        view,
        query,
        id -> {
          TemplateSpec spec = LmdbRegistry.find(view, id);
          if (spec != null && Terms.match(spec, query, Variables::of)) {
            found.add(spec);
          }
          return found.size() < query.limit();
        });
    return found;
  }

  static List<TemplateSpec> scan(Registry registry, Query query) {
    List<TemplateSpec> found = new ArrayList<>();
    Range<String> rest = query.prefix() == null ? Range.all() : Range.prefix(query.prefix());
    if (query.after() != null) {
      rest = rest.beyond(query.after());
    }
    while (found.size() < query.limit()) {
      int most = query.hasTerms() ? PAGE : Math.min(PAGE, query.limit() - found.size());
      List<TemplateSpec> page = registry.list(rest, most);
      for (TemplateSpec spec : page) {
        if (found.size() < query.limit() && Terms.match(spec, query, Variables::of)) {
          found.add(spec);
        }
      }
      if (page.size() < most) {
        break;
      }
      rest = rest.beyond(page.getLast().id());
    }
    return found;
  }
}
