/// What the engine reckons with.
@NullMarked
package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.NullMarked;
