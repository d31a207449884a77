/// Bytes of keys and records: MessagePack records with a checksum, and keys whose byte order is the
/// order of their values.
///
/// [dev.fulgur.store.codec.RecordReader] and [dev.fulgur.store.codec.RecordWriter] are what a
/// record codec is written with, by hand; [dev.fulgur.store.codec.KeyReader] and
/// [dev.fulgur.store.codec.KeyWriter] are the same for keys. Both formats are described in
/// `docs/formats.md`.
@NullMarked
package dev.fulgur.store.codec;

import org.jspecify.annotations.NullMarked;
