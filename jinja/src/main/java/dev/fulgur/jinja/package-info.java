/// Jinja2 for Java, compiled to a tree of small immutable nodes.
@NullMarked
package dev.fulgur.jinja;

import org.jspecify.annotations.NullMarked;
