/// Tests of what stands on LMDB's environment.
@NullMarked
package dev.fulgur.store.engine.env;

import org.jspecify.annotations.NullMarked;
