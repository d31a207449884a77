/// Tests of the measurements.
@NullMarked
package dev.fulgur.app.measure;

import org.jspecify.annotations.NullMarked;
