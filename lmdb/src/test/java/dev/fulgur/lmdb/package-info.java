/// LMDB's documented rules as tests, and what wrong use is answered with.
@NullMarked
package dev.fulgur.lmdb;

import org.jspecify.annotations.NullMarked;
