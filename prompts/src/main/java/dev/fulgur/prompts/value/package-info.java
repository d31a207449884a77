/// The values that template files and records hold: what YAML, MessagePack and JSON say, and the
/// few kinds that not all three of them can say.
@NullMarked
package dev.fulgur.prompts.value;

import org.jspecify.annotations.NullMarked;
