package dev.fulgur.verification.fuzz;

import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.Limits;
import dev.fulgur.jinja.UndefinedKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What the fuzzer calls: any bytes as a template, compiled, analyzed and rendered within small
/// limits. Whatever is thrown but a [JinjaException] is a finding, and what takes a second of the
/// processor.
public final class TemplateTarget {

  private static final JinjaEnvironment JINJA =
      JinjaEnvironment.builder()
          .undefined(UndefinedKind.DEFAULT)
          .trimBlocks(true)
          .lstripBlocks(true)
          .doTag(true)
          .loopControls(true)
          .promptFilters()
          .build();

  private static final Limits LIMITS =
      Limits.DEFAULT.withSteps(10_000).withOutputChars(10_000).withTextChars(10_000);

  private static final Map<String, Object> INPUTS =
      Map.of("s", "text", "i", 7, "f", 1.5, "l", List.of(3, 1, 2), "d", Map.of("a", 1));

  private static final long SECOND = 1_000_000_000L;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private TemplateTarget() {}

  /// One run, as Jazzer calls it by name.
  public static void fuzzerTestOneInput(byte[] bytes) {
    String template = new String(bytes, StandardCharsets.UTF_8);
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      JINJA.analyze(template);
      JINJA.compile(template).render(INPUTS, LIMITS);
    } catch (JinjaException e) {
      if (e.getMessage() == null) {
        throw new IllegalStateException("an error without a message", e);
      }
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    if (nanos > SECOND) {
      throw new IllegalStateException("took " + nanos / 1_000_000 + " ms of the processor");
    }
  }
}
