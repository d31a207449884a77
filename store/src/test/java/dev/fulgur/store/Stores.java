package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

/// What every test that wrote ends in.
final class Stores {

  private Stores() {}

  static void assertClean(Store store) {
    CheckReport report = store.check();
    assertThat(report.problems()).isEmpty();
    assertThat(report.isClean()).isTrue();
  }

  static long count(Store store, Table<?, ?> table) {
    return store.read(view -> view.count(table));
  }
}
