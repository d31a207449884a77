/// Tests of the store on real LMDB.
@NullMarked
package dev.fulgur.store;

import org.jspecify.annotations.NullMarked;
