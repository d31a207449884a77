package dev.fulgur.jinja.runtime;

/// A slice that is used as a value: `x[1:2, 3]`.
public record PySlice(Object start, Object stop, Object step) {}
