/// The registry and the tracker under the faults that the store is tried with.
@NullMarked
package dev.fulgur.verification.rooms;

import org.jspecify.annotations.NullMarked;
