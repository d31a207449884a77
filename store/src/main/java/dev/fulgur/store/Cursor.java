package dev.fulgur.store;

/// A walk over a range of a table. Belongs to its view and to that view's thread.
///
/// ```java
/// try (Cursor<TemplateId, Template> cursor = view.cursor(TEMPLATES, Range.all())) {
///   while (cursor.next()) {
///     use(cursor.key(), cursor.record());
///   }
/// }
/// ```
///
/// Inside a write, what the same transaction puts or deletes in the range while the walk goes on
/// may or may not be visited.
///
/// @param <K> the type of the keys
/// @param <R> the type of the records
public interface Cursor<K, R> extends AutoCloseable {

  /// Goes to the next row, the first one at first; false when there is none.
  boolean next();

  /// The key of the row; decoded at each call.
  K key();

  /// The record of the row; checked and decoded at each call.
  R record();

  /// The size of the stored value.
  long sizeBytes();

  /// Ends the walk; a second call does nothing.
  @Override
  void close();
}
