/// Versioned prompt templates: spec, YAML folder, registry, vault, migration.
@NullMarked
package dev.fulgur.prompts;

import org.jspecify.annotations.NullMarked;
