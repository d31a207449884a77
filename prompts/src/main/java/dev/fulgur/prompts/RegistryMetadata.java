package dev.fulgur.prompts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a registry stands.
///
/// @param count the number of templates
/// @param lastModified when a template was saved or deleted last, to the second; null if never
public record RegistryMetadata(long count, @Nullable Instant lastModified) {}
