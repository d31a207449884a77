/// A segmented, checksummed, group-committed append-only log.
@NullMarked
package dev.fulgur.log;

import org.jspecify.annotations.NullMarked;
