/// Tests of the rows and cursors of both engines.
@NullMarked
package dev.fulgur.store.engine;

import org.jspecify.annotations.NullMarked;
