package dev.fulgur.store.engine.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which slot a thread gets.
final class ReaderPoolTest {

  private static final int THREADS = 8;

  @TempDir Path folder;

  private static ReadSlot in(ExecutorService thread, Callable<ReadSlot> work) throws Exception {
    return thread.submit(work).get();
  }

  @Test
  void take_byThreadsThatMetOnce_givesEachItsOwnFromThenOn() throws Exception {
    Environment environment = Environment.open(folder, StoreOptions.defaults(), List.of());
    List<ExecutorService> threads = new ArrayList<>();
    try {
      List<ReadSlot> own = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        threads.add(thread);
        own.add(in(thread, environment::take));
      }
      assertThat(own).doesNotHaveDuplicates();
      for (int i = 0; i < THREADS; i++) {
        ReadSlot slot = own.get(i);
        assertThat(in(threads.get(i), () -> ended(environment, slot))).isSameAs(slot);
      }
      for (int round = 0; round < 3; round++) {
        for (int i = THREADS - 1; i >= 0; i--) {
          ReadSlot again = in(threads.get(i), () -> ended(environment, environment.take()));
          assertThat(again).isSameAs(own.get(i));
        }
      }
    } finally {
      threads.forEach(ExecutorService::close);
      environment.close();
    }
  }

  @Test
  void takeKept_whileViewsHaveEveryOtherSlot_waitsForNobody() {
    Environment environment =
        Environment.open(folder, StoreOptions.defaults().withMaxReaders(3), List.of());
    try {
      environment.keepOne();
      List<ReadSlot> views = List.of(environment.take(), environment.take());
      for (int i = 0; i < 2; i++) {
        ReadSlot kept = environment.takeKept();
        assertThat(views).doesNotContain(kept);
        environment.end(kept);
      }
      views.forEach(environment::end);
      ReadSlot again = environment.take();
      assertThat(views).contains(again);
      environment.end(again);
    } finally {
      environment.close();
    }
  }

  private static ReadSlot ended(Environment environment, ReadSlot slot) {
    environment.end(slot);
    return slot;
  }
}
