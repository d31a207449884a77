package dev.fulgur.lmdb;

/// Size and shape of one database (`MDB_stat`).
///
/// @param pageSizeBytes size of a page of the file
/// @param depth height of the tree
/// @param branchPages inner pages
/// @param leafPages leaf pages
/// @param overflowPages pages that hold values too long for a leaf
/// @param entries number of values (of keys, where a key has one value)
public record Stat(
    int pageSizeBytes,
    int depth,
    long branchPages,
    long leafPages,
    long overflowPages,
    long entries) {}
