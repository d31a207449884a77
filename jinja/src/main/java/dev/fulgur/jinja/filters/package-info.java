/// The filters that every template has. Internal.
@NullMarked
package dev.fulgur.jinja.filters;

import org.jspecify.annotations.NullMarked;
