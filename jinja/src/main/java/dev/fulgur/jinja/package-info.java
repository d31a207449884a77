/// Jinja2 3.1 for Java, compiled to a tree of small immutable nodes.
///
/// Start at [JinjaEnvironment]: it holds the syntax, the filters, tests and globals, the loader and
/// the limits, and makes [Template]s. Everything that can go wrong is a [JinjaException].
@NullMarked
package dev.fulgur.jinja;

import org.jspecify.annotations.NullMarked;
