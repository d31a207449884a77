/// Tests that look at the whole: architecture, format of the sources, models, crashes, golden
/// files.
@NullMarked
package dev.fulgur.verification;

import org.jspecify.annotations.NullMarked;
