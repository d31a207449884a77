/// The tracker on a store: its tables, indexes and records, and the groups of methods over them.
@NullMarked
package dev.fulgur.tracker.stored;

import org.jspecify.annotations.NullMarked;
