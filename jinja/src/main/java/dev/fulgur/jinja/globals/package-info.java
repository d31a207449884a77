/// The globals that every template has. Internal.
@NullMarked
package dev.fulgur.jinja.globals;

import org.jspecify.annotations.NullMarked;
