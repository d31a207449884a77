/// A reader of YAML 1.1 as PyYAML's safe loader reads it. [dev.fulgur.prompts.yaml.Yaml] is the
/// door; behind it text becomes tokens, tokens become nodes, and nodes become values.
@NullMarked
package dev.fulgur.prompts.yaml;

import org.jspecify.annotations.NullMarked;
