package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Who gets a place in a full cache.
final class AdmissionTest {

  @Test
  void key_missedASecondTime_isAdmitted() {
    Admission admission = new Admission(1_000);
    assertThat(admission.admits("a")).isFalse();
    assertThat(admission.admits("a")).isTrue();
    assertThat(admission.admits("b")).isFalse();
    assertThat(admission.admits("a")).isTrue();
  }

  @Test
  void keys_manyMoreThanPlaces_areMostlyForgotten() {
    Admission admission = new Admission(1_000);
    int admitted = 0;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 100_000; i++) {
        admitted += admission.admits("prompt-" + i) ? 1 : 0;
      }
    }
    assertThat(admitted).isLessThan(5_000);
  }

  @Test
  void cacheOfOnePlace_remembersTheLastMiss() {
    Admission admission = new Admission(1);
    assertThat(admission.admits("a")).isFalse();
    assertThat(admission.admits("b")).isFalse();
    assertThat(admission.admits("b")).isTrue();
  }
}
