/// Disks that fill up, lose power, or give back other bits.
@NullMarked
package dev.fulgur.verification.disk;

import org.jspecify.annotations.NullMarked;
