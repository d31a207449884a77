/// Versioned prompt templates: spec, YAML folder, registry.
@NullMarked
package dev.fulgur.prompts;

import org.jspecify.annotations.NullMarked;
