/// Tests of the record and key formats.
@NullMarked
package dev.fulgur.store.codec;

import org.jspecify.annotations.NullMarked;
