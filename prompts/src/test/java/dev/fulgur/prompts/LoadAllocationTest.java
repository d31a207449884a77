package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many bytes a load allocates once it is compiled: counted by the JVM, not timed.
final class LoadAllocationTest {
  private static final int TEMPLATES = 50;
  private static final int RECORD_BYTES = 609;
  private static final int LIMIT_BYTES = 1_200;
  private static final int BATCHES = 600;
  private static final int LOADS = 500;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  private static TemplateSpec template(int number) {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    inputs.put("question", InputSpec.REQUIRED_TEXT);
    inputs.put("product", new InputSpec(InputType.STRING, false, "Fulgur"));
    inputs.put("tone", new InputSpec(InputType.STRING, false, "friendly"));
    inputs.put("words", new InputSpec(InputType.NUMBER, false, 120L));
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("owner", "team-" + number % 3);
    metadata.put("tags", List.of("answer", "v" + number % 7));
    TemplateSpec spec =
        new TemplateSpec(
            "team/prompt-%03d".formatted(number), "1.0.0", "Answers it", "", inputs, metadata);
    int others = TemplateRecord.bytes(spec).length + 2; // a long text has two bytes more before it
    return spec.withTemplate("x".repeat(RECORD_BYTES - others));
  }

  @Test
  void load_ofSixHundredBytes_allocatesLittleMoreThanTheTemplate() {
    List<String> ids = new ArrayList<>();
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      for (int i = 0; i < TEMPLATES; i++) {
        assertThat(TemplateRecord.bytes(template(i))).hasSize(RECORD_BYTES);
        ids.add(template(i).id());
      }
      registry.saveAll(ids.stream().map(id -> template(ids.indexOf(id))).toList());
      long least = Long.MAX_VALUE;
      long inputs = 0;
      for (int batch = 0; batch < BATCHES && least > LIMIT_BYTES; batch++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < LOADS; i++) {
          inputs += registry.load(ids.get(i % TEMPLATES)).inputs().size();
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / LOADS);
      }
      assertThat(inputs).isPositive();
      assertThat(least).isLessThanOrEqualTo(LIMIT_BYTES);
    }
  }
}
