/// What differs between two versions of a template.
@NullMarked
package dev.fulgur.prompts.compare;

import org.jspecify.annotations.NullMarked;
