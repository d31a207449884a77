@NullMarked
package dev.fulgur.jinja;

import org.jspecify.annotations.NullMarked;
