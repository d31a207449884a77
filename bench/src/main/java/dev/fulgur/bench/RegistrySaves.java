package dev.fulgur.bench;

import dev.fulgur.app.measure.FolderTree;
import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Writes of the registry, beside a C program that writes the very same rows.
final class RegistrySaves {
  private static final int BASE = 10_000;
  private static final int WARMUPS = 15;
  private static final int ROUNDS = 60;
  private static final int SAVES = 20;
  private static final int BULK_WARMUPS = 4;
  private static final int BULKS = 9;
  private static final int THREADS = 32;
  private static final long RATE_NANOS = 2_000_000_000L;
  private static final List<String> TREES =
      List.of("templates", "template_versions", "version_index", "metadata", "_schema");

  private final Path folder;
  private final List<String> program;

  RegistrySaves(Path folder, Path program, Path library) {
    this.folder = folder;
    this.program = List.of(program.toString(), library.toString());
  }

  void run(Report report) throws IOException, InterruptedException {
    saves(report);
    bulk(report);
    threads(report);
  }

  private List<String> c(Path environment, int ops, Path rows) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(environment.toString(), "saves", String.valueOf(ops), rows.toString()));
    return command;
  }

  private void saves(Report report) throws IOException {
    int count = (WARMUPS + ROUNDS) * SAVES;
    Path base = folder.resolve("base");
    SampleRegistry.write(base, BASE);
    Path ours = copy(base, "ours");
    Path theirs = copy(base, "theirs");
    Path rows = rows(copy(base, "rows"), BASE, count, 1);
    List<Double> saves = new ArrayList<>();
    List<Double> deletes = new ArrayList<>();
    List<Double> c = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (Registry registry = LmdbRegistry.open(ours);
        NativePeer peer = new NativePeer(c(theirs, SAVES, rows))) {
      int next = BASE;
      for (int round = 0; round < WARMUPS + ROUNDS; round++) {
        List<TemplateSpec> specs = SampleRegistry.range(next, next + SAVES);
        next += SAVES;
        double their = peer.turn();
        long start = System.nanoTime();
        for (TemplateSpec spec : specs) {
          registry.save(spec);
        }
        double our = (double) (System.nanoTime() - start) / SAVES;
        if (round >= WARMUPS) {
          saves.add(our / 1000);
          c.add(their / 1000);
          ratios.add(our / their);
        }
      }
      for (int round = 0; round < ROUNDS / 4; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < SAVES; i++) {
          registry.delete(SampleRegistry.id(--next));
        }
        deletes.add((System.nanoTime() - start) / 1000.0 / SAVES);
      }
    }
    report.paragraph(
        ("Into a database of %,d templates, durable when each save returns: six rows in five"
                + " sub-databases, without a search index, which the first search makes. The C program puts"
                + " the six rows, byte for byte as long, into a copy of the database,"
                + " commits as LMDB does by default, and takes turns with us every %d saves; the"
                + " ratio is the median of those of neighbours. Microseconds of time: median"
                + " (least-greatest) of %d rounds.")
            .formatted(BASE, SAVES, ROUNDS));
    report.table(
        List.of("", "Java, us", "C, us", "Java / C"),
        List.of(
            List.of("save, synced", text(saves), text(c), ratio(ratios)),
            List.of("delete, synced", text(deletes), "", "")));
  }

  private void bulk(Report report) throws IOException {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<TemplateSpec> specs = SampleRegistry.range(0, BASE);
    Path rows = rows(folder.resolve("bulk-rows"), 0, BASE, BASE);
    for (int round = 0; round < BULK_WARMUPS + BULKS; round++) {
      Path their = Files.createDirectory(folder.resolve("bulk-c-" + round));
      double c;
      try (NativePeer peer = new NativePeer(c(their, 1, rows))) {
        c = peer.turn();
      }
      Path our = folder.resolve("bulk-" + round);
      double java;
      try (Registry registry = LmdbRegistry.open(our)) {
        long start = System.nanoTime();
        registry.saveAll(specs);
        java = System.nanoTime() - start;
      }
      FolderTree.remove(their);
      FolderTree.remove(our);
      if (round >= BULK_WARMUPS) {
        ours.add(java / 1000 / BASE);
        theirs.add(c / 1000 / BASE);
        ratios.add(java / c);
      }
    }
    report.paragraph(
        ("`saveAll` of %,d new templates in one synced transaction, into an empty database;"
                + " microseconds of time a template, median (least-greatest) of %d rounds. C puts"
                + " the same rows in the same order.")
            .formatted(BASE, BULKS));
    report.table(
        List.of("", "Java, us each", "C, us each", "Java / C"),
        List.of(List.of("saveAll", tenths(ours), tenths(theirs), ratio(ratios))));
  }

  private void threads(Report report) throws IOException, InterruptedException {
    List<Double> one = new ArrayList<>();
    List<Double> many = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (Registry registry = LmdbRegistry.open(folder.resolve("ours"))) {
      AtomicInteger next = new AtomicInteger(2 * BASE);
      for (int round = 0; round < 5; round++) {
        double alone = rate(registry, 1, next);
        double together = rate(registry, THREADS, next);
        if (round > 1) {
          one.add(alone);
          many.add(together);
          ratios.add(together / alone);
        }
      }
    }
    report.table(
        List.of("saves a second", "1 thread", THREADS + " threads, each alone", "ratio"),
        List.of(List.of("synced", text(one), text(many), ratio(ratios))));
  }

  private static double rate(Registry registry, int threads, AtomicInteger next)
      throws InterruptedException {
    AtomicInteger saved = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    long start = System.nanoTime();
    List<Thread> savers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      savers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (System.nanoTime() - start < RATE_NANOS) {
                        registry.save(SampleRegistry.of(next.getAndIncrement()));
                        saved.incrementAndGet();
                      }
                    } catch (RuntimeException e) {
                      failure.compareAndSet(null, e);
                    }
                  }));
    }
    for (Thread saver : savers) {
      saver.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("A thread could not save", failure.get());
    }
    return saved.get() * 1e9 / (System.nanoTime() - start);
  }

  private Path copy(Path environment, String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    Files.copy(environment.resolve("data.mdb"), copy.resolve("data.mdb"));
    return copy;
  }

  /// Saves templates into a database of their own and writes down the rows that this put there, in
  /// the order in which they are put.
  ///
  /// @param together how many templates one transaction saves
  private Path rows(Path database, int from, int count, int together) throws IOException {
    try (Registry registry = LmdbRegistry.open(database)) {
      registry.saveAll(SampleRegistry.range(from, from + count));
    }
    Path file = folder.resolve(database.getFileName() + ".rows");
    EnvOptions options = EnvOptions.DEFAULT.withMapSize(1L << 36).withMaxDbs(16);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        Env env = Env.open(database, options)) {
      out.write(word(TREES.size()));
      List<Dbi> dbis = new ArrayList<>();
      for (String tree : TREES) {
        out.write(tree.getBytes(StandardCharsets.UTF_8));
        out.write(0);
        dbis.add(env.openDbi(tree));
      }
      try (ReadTxn txn = env.beginRead()) {
        for (int i = from; i < from + count; i += together) {
          out.write(word(3 * together + 3));
          for (int k = i; k < i + together; k++) {
            String id = SampleRegistry.id(k);
            String version = SampleRegistry.of(k).version();
            row(out, txn, dbis, 0, id);
            row(out, txn, dbis, 1, id + "\0" + version);
            row(out, txn, dbis, 2, id + ":" + version);
          }
          // The numbers differ from those of our saves; their sizes do not.
          row(out, txn, dbis, 3, "count");
          row(out, txn, dbis, 3, "last_modified");
          row(out, txn, dbis, 4, "commit");
        }
      }
    }
    return file;
  }

  private static void row(OutputStream out, ReadTxn txn, List<Dbi> dbis, int tree, String name)
      throws IOException {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    byte[] value = txn.get(dbis.get(tree), key);
    if (value == null) {
      throw new IllegalStateException(TREES.get(tree) + " has no row " + name);
    }
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    row.writeBytes(word(tree));
    row.writeBytes(word(key.length));
    row.writeBytes(word(value.length));
    row.writeBytes(key);
    row.writeBytes(value);
    out.write(row.toByteArray());
  }

  private static byte[] word(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  private static String text(List<Double> values) {
    return Spread.of(values).toString();
  }

  private static String tenths(List<Double> values) {
    Spread spread = Spread.of(values);
    return String.format(
        Locale.ROOT, "%.1f (%.1f-%.1f)", spread.median(), spread.least(), spread.greatest());
  }

  private static String ratio(List<Double> ratios) {
    return String.format(Locale.ROOT, "**%.2f**", Spread.of(ratios).median());
  }
}
