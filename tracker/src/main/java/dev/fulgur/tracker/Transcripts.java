package dev.fulgur.tracker;

import java.util.SortedMap;

/// How far transcripts were read.
public interface Transcripts {

  /// The position in the transcript, 0 if none was set.
  long position(String path);

  /// The positions of all transcripts.
  SortedMap<String, Long> positions();

  /// Sets the position in the transcript.
  void set(String path, long position);

  /// Forgets all positions and answers their number.
  long clear();
}
