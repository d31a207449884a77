/// Finding templates by their words, tags, variables and metadata: what is asked, which terms stand
/// for it, and the rows of the inverted index.
@NullMarked
package dev.fulgur.prompts.search;

import org.jspecify.annotations.NullMarked;
