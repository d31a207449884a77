/// Python's values and what can be done with them. Internal.
@NullMarked
package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.NullMarked;
