/// The tracker on SQLite, in the schema of the program that this one follows: to read old data, and
/// to compare with.
@NullMarked
package dev.fulgur.tracker.sqlite;

import org.jspecify.annotations.NullMarked;
