/// Values to YAML, as PyYAML writes them. Internal.
@NullMarked
package dev.fulgur.jinja.yaml;

import org.jspecify.annotations.NullMarked;
