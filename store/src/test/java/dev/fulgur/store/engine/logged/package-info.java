/// Tests of the logged engine from within.
@NullMarked
package dev.fulgur.store.engine.logged;

import org.jspecify.annotations.NullMarked;
