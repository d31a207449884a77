package dev.fulgur.store;

import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;

/// How records of one type stand in the store: as a MessagePack map with text keys, written and
/// read by hand.
///
/// The writer begins with [RecordWriter]'s record header; the store adds the checksum behind the
/// last entry. The reader skips fields that it does not know and gives those that are missing their
/// default, so that records of older and newer versions can be read.
///
/// Codecs are stateless and may be called from any thread.
///
/// @param <R> the type of the records
public interface RecordCodec<R> {

  /// What stands in `_schema` for this codec.
  String name();

  /// The version of the layout, from 1. Raise it when fields are added; a store whose records a
  /// newer version wrote is refused.
  int version();

  /// Writes a record.
  ///
  /// @throws IllegalArgumentException if the record holds something that cannot be stored
  void write(R record, RecordWriter out);

  /// Reads a record.
  R read(RecordReader in);
}
