package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class KeyHashTest {

  @Test
  void hash_ofEveryVector_isTheOriginals() {
    Map<?, ?> vectors = Oracle.json("hash64.json");
    assertThat(vectors).hasSizeGreaterThan(8);
    for (Map.Entry<?, ?> vector : vectors.entrySet()) {
      BigInteger expected = new BigInteger(String.valueOf(vector.getValue()));
      assertThat(Long.toUnsignedString(KeyHash.DEFAULT.of((String) vector.getKey())))
          .as((String) vector.getKey())
          .isEqualTo(expected.toString());
    }
  }

  @Test
  void hash_ofRecords_hashesTheirText() {
    KeyHash keys = KeyHash.DEFAULT;
    assertThat(keys.file("src/main.py")).isEqualTo(keys.of("file:src/main.py"));
    assertThat(keys.symbol("a.py", "f", "function", 1, 2))
        .isEqualTo(keys.of("sym:a.py#f:function:1:2"));
    assertThat(keys.query("semantic", "code", "hello world"))
        .isEqualTo(keys.of("q:semantic:code:hello world"));
    assertThat(keys.memory("mem:00000000")).isEqualTo(keys.of("mem:00000000"));
  }

  @Test
  void hash_ofAnotherPerson_isAnother() {
    assertThat(new KeyHash("mine").of("a")).isNotEqualTo(KeyHash.DEFAULT.of("a"));
    assertThat(new KeyHash(KeyHash.DEFAULT_PERSON).of("a")).isEqualTo(KeyHash.DEFAULT.of("a"));
    assertThatThrownBy(() -> new KeyHash("seventeen letters"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hash_fromManyThreads_isTheSame() throws Exception {
    long expected = KeyHash.DEFAULT.of("file:src/main.py");
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(
          () -> {
            boolean same = true;
            for (int j = 0; j < 2_000; j++) {
              KeyHash.DEFAULT.of("other " + j);
              same &= KeyHash.DEFAULT.of("file:src/main.py") == expected;
            }
            return same;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> same : threads.invokeAll(tasks)) {
        assertThat(same.get()).isTrue();
      }
    }
  }
}
