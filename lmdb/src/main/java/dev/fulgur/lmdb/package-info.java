/// LMDB 0.9.33 bound through [java.lang.foreign].
@NullMarked
package dev.fulgur.lmdb;

import org.jspecify.annotations.NullMarked;
