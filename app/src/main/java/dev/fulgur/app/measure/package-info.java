/// What `fulgur bench` measures: the registry beside YAML files, on the machine that it runs on.
@NullMarked
package dev.fulgur.app.measure;

import org.jspecify.annotations.NullMarked;
