package dev.fulgur.prompts.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call of a model with a rendered template.
///
/// @param id the id of the template
/// @param version its version
/// @param inputs what it was rendered with, after coercion
/// @param answer what came back
/// @param latency how long the model took
/// @param time when the call began
public record CallRecord(
    String id,
    String version,
    Map<String, @Nullable Object> inputs,
    Answer answer,
    Duration latency,
    Instant time) {}
