/// What a coding agent knows of a source tree.
@NullMarked
package dev.fulgur.tracker;

import org.jspecify.annotations.NullMarked;
