/// JSON as Python writes it: the texts that the records of the tracker carry, and logs of writes.
@NullMarked
package dev.fulgur.tracker.json;

import org.jspecify.annotations.NullMarked;
