package dev.fulgur.lmdb;

/// State of an environment (`MDB_envinfo`).
///
/// @param mapSizeBytes size of the memory map, the limit of the file's size
/// @param lastPage number of the last page in use; the file uses `(lastPage + 1) * page size` bytes
/// @param lastTxnId id of the last committed transaction; a snapshot taken by another thread or
///   process may be older
/// @param maxReaders slots of the reader table, as decided by whoever opened the file first
/// @param numReaders slots that were ever in use since then
public record EnvInfo(
    long mapSizeBytes, long lastPage, long lastTxnId, int maxReaders, int numReaders) {}
