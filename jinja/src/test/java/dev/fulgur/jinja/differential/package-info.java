/// Random templates, rendered here and by Python's Jinja2.
@NullMarked
package dev.fulgur.jinja.differential;

import org.jspecify.annotations.NullMarked;
