/// A segmented, checksummed, group-committed append-only log.
///
/// [dev.fulgur.log.Log] takes commits from any thread. Committing threads take turns at having the
/// owner's [dev.fulgur.log.Sequencer] validate and apply commits in order; who finds the turn taken
/// leaves its commit in a bounded queue. One thread writes all frames that came meanwhile with one
/// write, makes them durable with one `fdatasync`, publishes them, and wakes those who wait. The
/// bytes on disk are described at [dev.fulgur.log.LogFormat].
@NullMarked
package dev.fulgur.log;

import org.jspecify.annotations.NullMarked;
