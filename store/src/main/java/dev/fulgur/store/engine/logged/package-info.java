/// The logged engine: a commit is durable when its frame is in the log, and is read from memory
/// until a checkpoint has brought it into LMDB's file.
///
/// A commit goes from the caller's thread, which encodes it, through the log, whose thread
/// validates, numbers and applies it to the newest [dev.fulgur.store.engine.logged.Generation], and
/// publishes it once it is on disk. A checkpoint ends the generation, writes it into LMDB in one
/// transaction together with the number of its last commit, and lets go of it.
@NullMarked
package dev.fulgur.store.engine.logged;

import org.jspecify.annotations.NullMarked;
