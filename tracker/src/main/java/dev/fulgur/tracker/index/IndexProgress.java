package dev.fulgur.tracker.index;

/// How far a run over a tree is.
///
/// @param files how many files are done
/// @param totalFiles how many there are to do
/// @param bytes how many bytes are done
/// @param totalBytes how many there are to do
public record IndexProgress(long files, long totalFiles, long bytes, long totalBytes) {}
