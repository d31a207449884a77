/// The text of a template to its tree: tokens, expressions, statements. Internal.
@NullMarked
package dev.fulgur.jinja.syntax;

import org.jspecify.annotations.NullMarked;
