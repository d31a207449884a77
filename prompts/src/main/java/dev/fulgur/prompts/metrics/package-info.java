/// Meters of vaults, for applications with Micrometer.
@NullMarked
package dev.fulgur.prompts.metrics;

import org.jspecify.annotations.NullMarked;
