/// A segmented, checksummed, group-committed append-only log.
///
/// [dev.fulgur.log.Log] takes commits from any thread through a bounded queue. One thread drains
/// the queue, lets the owner's [dev.fulgur.log.Sequencer] validate each commit in order, writes all
/// frames of the batch with one write, makes them durable with one `fdatasync`, publishes them, and
/// wakes those who wait. The bytes on disk are described at [dev.fulgur.log.LogFormat].
@NullMarked
package dev.fulgur.log;

import org.jspecify.annotations.NullMarked;
