/// A database of tables that its user names, texts under texts, on the logged engine.
@NullMarked
package dev.fulgur.app.kv;

import org.jspecify.annotations.NullMarked;
