package dev.fulgur.prompts;

import dev.fulgur.prompts.search.SearchTables;
import dev.fulgur.prompts.versions.LabelTables;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Table;
import dev.fulgur.store.ValueCodec;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The tables of a registry. The first three are PromptLightning's, keys and values, so that either
/// program opens the other's database in turn:
///
/// | sub-database | key | value |
/// |---|---|---|
/// | `templates` | id | [TemplateRecord] of the current version, sealed |
/// | `version_index` | `id:version` | id |
/// | `metadata` | `count`, `last_modified` | MessagePack integer: number of templates; Unix seconds |
/// | `template_versions` | [VersionKey] | [VersionRecord] |
/// | `version_conflicts` | [VersionKey], in time | [VersionRecord] that another program's save displaced |
///
/// Beside them stand the tables of [LabelTables] and [SearchTables].
final class PromptTables {
  static final Table<String, TemplateRecord> TEMPLATES =
      Table.shared("templates", Keys.UTF8, TemplateRecord.CODEC, TemplateRecord.ENTRIES);

  static final Table<String, String> VERSION_INDEX =
      Table.raw("version_index", Keys.UTF8, new TextValue());

  static final Table<String, Long> METADATA = Table.raw("metadata", Keys.UTF8, new IntegerValue());

  static final Table<VersionKey, VersionRecord> VERSIONS =
      Table.of("template_versions", VersionKey.CODEC, VersionRecord.CODEC);

  static final Table<ConflictKey, VersionRecord> CONFLICTS =
      Table.of("version_conflicts", ConflictKey.CODEC, VersionRecord.CODEC);

  static final String COUNT = "count";
  static final String LAST_MODIFIED = "last_modified";

  static final Schema SCHEMA =
      Schema.of("prompts", TEMPLATES, VERSION_INDEX, METADATA, VERSIONS, CONFLICTS)
          .and(LabelTables.SCHEMA)
          .and(SearchTables.SCHEMA);

  private PromptTables() {}

  /// A body of a version that another program replaced.
  ///
  /// @param version the version
  /// @param noticedAt when that was noticed, in milliseconds since 1970
  record ConflictKey(VersionKey version, long noticedAt) {
    static final dev.fulgur.store.KeyCodec<ConflictKey> CODEC =
        Keys.pair(
            VersionKey.CODEC,
            ConflictKey::version,
            Keys.U64,
            ConflictKey::noticedAt,
            ConflictKey::new);
  }

  private static final class TextValue implements ValueCodec<String> {
    @Override
    public String name() {
      return "utf8";
    }

    @Override
    public byte[] write(String value) {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String read(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("text that is not UTF-8", e);
      }
    }
  }

  private static final class IntegerValue implements ValueCodec<Long> {
    @Override
    public String name() {
      return "msgpack_int";
    }

    @Override
    public byte[] write(Long value) {
      RecordWriter out = new RecordWriter();
      out.writeLong(value);
      return out.toByteArray();
    }

    @Override
    public Long read(byte[] bytes) {
      RecordReader in = new RecordReader().load(MemorySegment.ofArray(bytes));
      long value = in.readLong();
      in.readEnd();
      return value;
    }
  }
}
