/// A store that is killed in the middle of its work and opened again, to be shown and to be tested.
@NullMarked
package dev.fulgur.store.scenario;

import org.jspecify.annotations.NullMarked;
