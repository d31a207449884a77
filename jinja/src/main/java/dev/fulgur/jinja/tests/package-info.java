/// The tests that every template has. Internal.
@NullMarked
package dev.fulgur.jinja.tests;

import org.jspecify.annotations.NullMarked;
