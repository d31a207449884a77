package dev.fulgur.store.engine;

/// One ordered set of rows: the sub-database of a table, an index, or the store itself.
///
/// @param name the sub-database's name
/// @param number its place among the trees of an open store, from 0
public record Tree(String name, int number) {}
