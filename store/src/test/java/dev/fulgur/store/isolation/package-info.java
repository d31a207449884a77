/// Whether concurrent transactions come out as if they had run one after another.
@NullMarked
package dev.fulgur.store.isolation;

import org.jspecify.annotations.NullMarked;
