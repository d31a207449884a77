@NullMarked
package dev.fulgur.app;

import org.jspecify.annotations.NullMarked;
