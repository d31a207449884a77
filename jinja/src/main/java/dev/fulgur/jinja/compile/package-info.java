/// The tree of a template to nodes that render. Internal.
@NullMarked
package dev.fulgur.jinja.compile;

import org.jspecify.annotations.NullMarked;
