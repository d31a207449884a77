/// Tests of the log, and storages that lie.
@NullMarked
package dev.fulgur.log;

import org.jspecify.annotations.NullMarked;
