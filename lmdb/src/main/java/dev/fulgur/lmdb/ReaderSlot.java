package dev.fulgur.lmdb;

/// One taken slot of the reader table, of this process or another.
///
/// @param pid process
/// @param threadId native thread that took the slot
/// @param txnId the snapshot that it holds, or -1 while it holds none
public record ReaderSlot(long pid, long threadId, long txnId) {}
