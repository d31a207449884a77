/// What versions and labels are, as rows of the store: their order, their targets, their moves.
/// Knows ids and versions as texts only; what a template says is the concern of the package above.
@NullMarked
package dev.fulgur.prompts.versions;

import org.jspecify.annotations.NullMarked;
