/// The program `fulgur`: its entry point and the training run of its AOT cache.
@NullMarked
package dev.fulgur.app;

import org.jspecify.annotations.NullMarked;
