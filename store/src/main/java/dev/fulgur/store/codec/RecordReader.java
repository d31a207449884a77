package dev.fulgur.store.codec;

/// Part of the codecs.
public final class RecordReader {}
