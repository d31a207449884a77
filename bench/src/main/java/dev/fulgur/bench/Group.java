package dev.fulgur.bench;

import java.io.IOException;

/// Benchmarks that belong in one page, ours beside its peers in one run.
public interface Group {
  /// The page's title.
  String title();

  /// Measures, and says what came out.
  void run(Report report) throws IOException, InterruptedException;
}
