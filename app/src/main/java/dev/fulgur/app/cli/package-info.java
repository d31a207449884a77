/// The verbs of the command line, one file each, and what they share: the root command, the options
/// that every verb takes, and the mapping of errors to exit codes.
@NullMarked
package dev.fulgur.app.cli;

import org.jspecify.annotations.NullMarked;
