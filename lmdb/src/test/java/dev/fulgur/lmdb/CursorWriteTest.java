package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Writes through cursors.
final class CursorWriteTest extends Fixture {

  @Test
  void valuesOfOneSize_keepIt() {
    Dbi dbi = filled("t", "a=12345678", DbiFlag.DUPSORT, DbiFlag.DUPFIXED);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      assertThatThrownBy(() -> txn.put(dbi, Text.of("a"), Text.of("1234")))
          .isInstanceOf(LmdbException.BadValSize.class);
      assertThatThrownBy(() -> cursor.putMultiple(Text.of("a"), Text.of("12345678"), 4))
          .isInstanceOf(LmdbException.BadValSize.class);
      cursor.first();
      assertThatThrownBy(() -> cursor.replace(Text.of("1234")))
          .isInstanceOf(LmdbException.BadValSize.class);
      txn.put(dbi, Text.of("b"), Text.of("1234"));
      assertThat(Text.all(txn, dbi)).containsExactly("a=12345678", "b=1234");
    }
  }

  @Test
  void delete_movesToWhatFollowed() {
    Dbi dbi = filled("t", "a=1 a=2 b=1 c=1", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      cursor.first();
      cursor.delete();
      assertThat(cursor.current()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=2");
      cursor.deleteKey();
      assertThat(cursor.next()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("b=1");
      cursor.last();
      cursor.delete();
      assertThat(cursor.next()).isFalse();
      assertThat(Text.all(txn, dbi)).containsExactly("b=1");
      cursor.first();
      cursor.delete();
      assertThat(cursor.current()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(txn.stat(dbi).entries()).isZero();
    }
  }

  @Test
  void replace_changesTheValueInPlace() {
    Dbi plain = filled("p", "a=1 b=2");
    Dbi sorted = filled("s", "a=1 a=3", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(plain);
        Cursor many = txn.cursor(sorted)) {
      cursor.first();
      cursor.replace(Text.of("longer than before"));
      cursor.next();
      cursor.replace(cursor.key().segment());
      assertThat(Text.all(txn, plain)).containsExactly("a=longer than before", "b=b");
      many.first();
      many.replace(Text.of("4"));
      assertThat(Text.at(current(many))).isEqualTo("a=4");
      assertThat(Text.all(txn, sorted)).containsExactly("a=3", "a=4");
    }
  }

  private static Cursor current(Cursor cursor) {
    assertThat(cursor.current()).isTrue();
    return cursor;
  }

  @Test
  void put_standsAtTheNewItem() {
    Dbi dbi = filled("t", "a=1 c=3");
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      cursor.put(Text.of("b"), Text.of("2"));
      assertThat(cursor.next()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("c=3");
      cursor.reserve(Text.of("d"), 1).set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) '4');
      assertThat(cursor.previous()).isTrue();
      assertThat(Text.all(txn, dbi)).containsExactly("a=1", "b=2", "c=3", "d=4");
      assertThatThrownBy(() -> cursor.put(Text.of("a"), Text.of("9"), PutFlag.NOOVERWRITE))
          .isInstanceOf(LmdbException.KeyExists.class);
      assertThatThrownBy(() -> cursor.put(Text.of("b"), Text.of("9"), PutFlag.APPEND))
          .isInstanceOf(LmdbException.KeyExists.class);
    }
  }

  @Test
  void cursors_ofOneTransaction_followEachOthersWrites() {
    Dbi dbi = filled("t", "a=1 b=2 c=3");
    try (WriteTxn txn = env.beginWrite();
        Cursor one = txn.cursor(dbi);
        Cursor other = txn.cursor(dbi)) {
      one.seek(Text.of("b"));
      other.seek(Text.of("b"));
      one.delete();
      assertThat(other.next()).isTrue();
      assertThat(Text.at(other)).isEqualTo("c=3");
      txn.empty(dbi);
      assertThat(other.next()).isFalse();
      assertThat(other.current()).isFalse();
    }
  }

  @Test
  void write_inAReadTransaction_isRefused() {
    Dbi dbi = filled("t", "a=1");
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      cursor.first();
      assertThatIllegalStateException().isThrownBy(cursor::delete);
      assertThatIllegalStateException().isThrownBy(() -> cursor.replace(Text.of("2")));
      assertThatIllegalStateException().isThrownBy(() -> cursor.put(Text.of("a"), Text.of("2")));
    }
  }
}
