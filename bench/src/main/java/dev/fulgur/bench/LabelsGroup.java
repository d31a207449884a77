package dev.fulgur.bench;

import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.search.IndexWriter;
import dev.fulgur.prompts.search.Query;
import dev.fulgur.prompts.vault.Vault;
import dev.fulgur.prompts.versions.Edit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// Labels, releases, long histories, and search.
public final class LabelsGroup implements Group {
  private static final int TEMPLATES = 10_000;
  private static final int SEARCHED = 100_000;
  private static final int VOCABULARY = 20_000;
  private static final int RELEASED = 1_000;
  private static final int MOVES = 100_000;
  private static final int ROUNDS = 60;
  private static final int OPS = 5_000;
  private static final int SAVES = 2_000;
  private static final Edit EDIT = new Edit("bench", "measured");

  private final Path base = Path.of(System.getProperty("bench.folder", ".fulgur/bench-labels"));
  private final List<List<String>> rows = new ArrayList<>();

  /// What the measured code answers, so that it is not left out.
  private int sink;

  /// Made by its name.
  public LabelsGroup() {}

  @Override
  public String title() {
    return "Labels and search";
  }

  @Override
  public void run(Report report) throws IOException {
    Files.createDirectories(base);
    Path folder = Files.createTempDirectory(base, "run-");
    try {
      labels(folder.resolve("labels"));
      search(folder.resolve("search"));
    } finally {
      FolderTree.remove(folder);
    }
    if (sink == Integer.MIN_VALUE) {
      throw new IllegalStateException("The answers cancel each other out.");
    }
    report.paragraph(
        ("%,d templates of two versions with two labels for loads and releases, %,d templates of"
                + " some 90 words out of %,d for search. Loads and searches: CPU time of the"
                + " thread, median (least-greatest) of %d rounds behind a warm-up; releases"
                + " and saves: wall clock, their synced commit included.")
            .formatted(TEMPLATES, SEARCHED, VOCABULARY, ROUNDS));
    List<String> heads = List.of("", "measured", "target");
    report.table(heads, rows);
    report.bars("Loads of a template, CPU time", "ns", heads, in(" ns", ""), 1);
    report.bars("Searches among 100,000 templates, CPU time", "ms", heads, in(" ms", "search"), 1);
  }

  /// The rows in a unit whose names begin like that.
  private List<List<String>> in(String unit, String beginning) {
    return rows.stream()
        .filter(row -> row.get(1).contains(unit) && row.getFirst().startsWith(beginning))
        .toList();
  }

  static String id(int i) {
    return "team-" + i % 20 + "/prompt-" + i;
  }

  private void labels(Path folder) {
    Random random = new Random(1);
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      for (String version : List.of("1.4.0", "1.5.0")) {
        List<TemplateSpec> specs = new ArrayList<>();
        for (int i = 0; i < TEMPLATES; i++) {
          specs.add(TemplateSpec.of(id(i), text(random, 75) + version).withVersion(version));
        }
        registry.saveAll(specs);
      }
      Labels labels = registry.labels();
      release(labels, "production", "1.4.0", TEMPLATES);
      release(labels, "staging", "1.5.0", TEMPLATES);
      String[] old = references("@production");
      int[] order = random.ints(OPS, 0, TEMPLATES).toArray();

      Spread id = cpu(OPS, i -> sink += registry.load(id(order[i])).template().length());
      add("load by id", id + " ns", "");
      Spread version =
          cpu(OPS, i -> sink += registry.load(id(order[i]), "1.4.0").template().length());
      add("load by id and version", version + " ns", "");
      Spread label = cpu(OPS, i -> sink += registry.load(old[order[i]]).template().length());
      add("load by label", label + " ns", "1,300 ns");
      // Closes the registry with it, and so stays open until the end.
      Vault vault = Vault.of(registry);
      Spread handle = cpu(OPS, i -> sink += vault.getReference(old[order[i]]).id().length());
      add("handle of a vault by label", handle + " ns", "");
      releases(labels);
      history(registry, labels, old, order);
    }
  }

  private static String[] references(String selector) {
    String[] references = new String[TEMPLATES];
    for (int i = 0; i < TEMPLATES; i++) {
      references[i] = id(i) + selector;
    }
    return references;
  }

  private static void release(Labels labels, String label, String version, int count) {
    List<LabelPlacement> placements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      placements.add(LabelPlacement.of(id(i), label, version));
    }
    labels.release("r", placements, EDIT, Gate.CLOSED);
  }

  private void releases(Labels labels) {
    List<Double> millis = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      release(labels, "canary", round % 2 == 0 ? "1.5.0" : "1.4.0", RELEASED);
      if (round >= ROUNDS / 3) {
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    add("release of 1,000 labels", format(millis) + " ms", "20 ms");
  }

  private void history(LmdbRegistry registry, Labels labels, String[] references, int[] order) {
    Supplier<Spread> load =
        () -> cpu(OPS, i -> sink += registry.load(references[order[i] % 100]).template().length());
    Spread before = load.get();
    for (int done = 0; done < MOVES; done += RELEASED) {
      List<LabelPlacement> placements = new ArrayList<>(RELEASED);
      String version = done / RELEASED % 2 == 0 ? "1.5.0" : "1.4.0";
      for (int i = 0; i < 100; i++) {
        placements.add(LabelPlacement.of(id(i), "production", version));
        for (int label = 0; label < 9; label++) {
          placements.add(LabelPlacement.of(id(i), "l" + label, version));
        }
      }
      labels.release("r" + done, placements, EDIT, Gate.CLOSED);
    }
    Spread after = load.get();
    add("load by label, 100 templates", before + " ns", "");
    add(
        "the same with a history of 100,000 moves",
        after + String.format(Locale.ROOT, " ns, %+.1f %%", percent(after, before)),
        "+5 %");
  }

  private static double percent(Spread after, Spread before) {
    return 100 * (after.median() / before.median() - 1);
  }

  private void search(Path folder) throws IOException {
    Random random = new Random(2);
    Path whole = folder.resolveSibling("whole");
    Path bare = folder.resolveSibling("bare");
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      for (int at = 0; at < SEARCHED; at += 1_000) {
        List<TemplateSpec> specs = new ArrayList<>(1_000);
        for (int i = at; i < at + 1_000; i++) {
          specs.add(TemplateSpec.of(id(i), text(random, 90)));
        }
        registry.saveAll(specs);
      }
      for (String[] word :
          new String[][] {
            {"w0", "a word of most templates"},
            {"w300", "a word of some hundred"},
            {"w15000", "a rare word"},
            {"w3 w40", "two words"},
            {"nowhere", "a word of none"}
          }) {
        Query query = Query.ALL.withText(word[0]).limit(20);
        int found = registry.search(query).size();
        Spread times = cpu(20, i -> sink += registry.search(query).size());
        add(
            "search of " + word[1] + ", first 20 (found " + found + ")",
            String.format(Locale.ROOT, "%.3f ms", times.median() / 1e6),
            "2 ms");
      }
      saves(registry, random);
      registry.store().compact(whole);
      registry.store().write(IndexWriter::clear);
      registry.store().compact(bare);
    }
    long with = Files.size(whole.resolve("data.mdb"));
    long without = Files.size(bare.resolve("data.mdb"));
    add(
        "index on disk, of templates and their versions",
        String.format(
            Locale.ROOT,
            "%.1f MiB of %.1f MiB, %.0f %%",
            (with - without) / 1048576.0,
            without / 1048576.0,
            100.0 * (with - without) / without),
        "60 %");
  }

  private void saves(LmdbRegistry registry, Random random) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < SAVES; i++) {
      TemplateSpec spec = TemplateSpec.of("team-" + i % 20 + "/new-" + i, text(random, 90));
      long start = System.nanoTime();
      registry.save(spec);
      if (i >= SAVES / 2) {
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    add("save of a template of 90 words that the index keeps", format(millis) + " ms", "");
  }

  /// Words whose ranks are as uneven as those of a language.
  static String text(Random random, int words) {
    StringBuilder text = new StringBuilder(words * 7);
    for (int i = 0; i < words; i++) {
      int rank = (int) Math.pow(VOCABULARY, random.nextDouble()) - 1;
      text.append(i == 0 ? "w" : " w").append(rank);
    }
    return text.append(" {{ question }}\n").toString();
  }

  /// CPU time of one call, in nanoseconds.
  private static Spread cpu(int ops, IntConsumer op) {
    var threads = ManagementFactory.getThreadMXBean();
    List<Double> times = new ArrayList<>();
    for (int round = 0; round < 2 * ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < ops; i++) {
        op.accept(i);
      }
      if (round >= ROUNDS) {
        times.add((threads.getCurrentThreadCpuTime() - start) / (double) ops);
      }
    }
    return Spread.of(times);
  }

  private static String format(List<Double> millis) {
    Spread spread = Spread.of(millis);
    return String.format(
        Locale.ROOT, "%.1f (%.1f-%.1f)", spread.median(), spread.least(), spread.greatest());
  }

  private void add(String what, String measured, String target) {
    rows.add(List.of(what, measured, target));
  }
}
