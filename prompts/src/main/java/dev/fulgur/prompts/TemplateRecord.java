package dev.fulgur.prompts;

import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.prompts.value.StoredValues;
import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.Phrases;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A template as a record, in the layout of PromptLightning's `LMDBRegistry`:
///
/// ```
/// {"id": text, "version": text, "description": text or nil, "template": text,
///  "inputs": {name: {"type": text, "required": bool, "default": any}, ..},
///  "metadata": {text: any, ..}}
/// ```
///
/// The first six entries are byte for byte what Python's msgpack writes for the same template. A
/// record without checksum, written by such a program, is taken if it has exactly these six.
///
/// @param spec the template
/// @param sealed whether the record carried a checksum: whether this library wrote it
record TemplateRecord(TemplateSpec spec, boolean sealed) {
  /// How many entries the original writes.
  static final int ENTRIES = 6;

  static final RecordCodec<TemplateRecord> CODEC = new Codec();

  /// The fields of a template in the order in which they are written, and what [VersionRecord]
  /// adds.
  static final Fields FIELDS =
      Fields.of(
          "id",
          "version",
          "description",
          "template",
          "inputs",
          "metadata",
          "saved_at",
          "author",
          "message");

  static final int SAVED_AT = 6;
  static final int AUTHOR = 7;
  static final int MESSAGE = 8;
  private static final int ID = 0;
  private static final int VERSION = 1;
  private static final int DESCRIPTION = 2;
  private static final int TEMPLATE = 3;
  private static final int INPUTS = 4;
  private static final int METADATA = 5;
  private static final int ALL = (1 << ENTRIES) - 1;

  private static final Fields INPUT_FIELDS = Fields.of("type", "required", "default");
  private static final Fields TYPES =
      Fields.of("string", "number", "boolean", "array<string>", "object");
  private static final InputType[] TYPE_OF = {
    InputType.STRING, InputType.NUMBER, InputType.BOOLEAN, InputType.STRINGS, InputType.OBJECT
  };

  /// The beginnings of inputs, of each type: those that are required, and those that are not.
  private static final Phrases INPUT_BEGINNINGS =
      Phrases.of(
          Arrays.stream(TYPE_OF)
              .flatMap(type -> Stream.of(beginning(type, true), beginning(type, false)))
              .toList());

  private static Consumer<RecordWriter> beginning(InputType type, boolean required) {
    return out -> {
      out.writeMapHeader(3);
      out.writeText("type");
      out.writeText(type.label());
      out.writeText("required");
      out.writeBoolean(required);
      out.writeText("default");
    };
  }

  /// Writes the six entries of a template behind a header that the caller has written.
  static void writeEntries(TemplateSpec spec, RecordWriter out) {
    out.writeText("id");
    out.writeText(spec.id());
    out.writeText("version");
    out.writeText(spec.version());
    out.writeText("description");
    out.writeTextOrNil(spec.description());
    out.writeText("template");
    out.writeText(spec.template());
    out.writeText("inputs");
    writeInputs(OrderedMap.copyOf(spec.inputs()), out);
    out.writeText("metadata");
    writeMetadata(OrderedMap.copyOf(spec.metadata()), out);
  }

  /// The six entries of a template as a map of their own: what the original stores.
  static byte[] bytes(TemplateSpec spec) {
    RecordWriter out = new RecordWriter();
    out.writeMapHeader(ENTRIES);
    writeEntries(spec, out);
    return out.toByteArray();
  }

  /// Whether two templates are stored as the same bytes.
  static boolean areSame(TemplateSpec left, TemplateSpec right) {
    return Arrays.equals(bytes(left), bytes(right));
  }

  private static void writeInputs(OrderedMap<String, InputSpec> inputs, RecordWriter out) {
    out.writeMapHeader(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      InputSpec input = inputs.valueAt(i);
      out.writeText(inputs.keyAt(i));
      out.writePhrase(INPUT_BEGINNINGS, 2 * placeOf(input.type()) + (input.required() ? 0 : 1));
      StoredValues.write(input.defaultValue(), out);
    }
  }

  private static int placeOf(InputType type) {
    return switch (type) {
      case STRING -> 0;
      case NUMBER -> 1;
      case BOOLEAN -> 2;
      case STRINGS -> 3;
      case OBJECT -> 4;
    };
  }

  private static void writeMetadata(
      OrderedMap<String, @Nullable Object> metadata, RecordWriter out) {
    out.writeMapHeader(metadata.size());
    for (int i = 0; i < metadata.size(); i++) {
      out.writeText(metadata.keyAt(i));
      StoredValues.write(metadata.valueAt(i), out);
    }
  }

  /// Collects the entries of a template while a record is read.
  static final class Reading {
    private @Nullable String id;
    private String version = TemplateSpec.DEFAULT_VERSION;
    private @Nullable String description;
    private @Nullable String template;
    private OrderedMap<String, InputSpec> inputs = OrderedMap.empty();
    private OrderedMap<String, @Nullable Object> metadata = OrderedMap.empty();
    private int seen;

    /// Reads the value of a field of [#FIELDS], or skips that of another one.
    void field(int field, RecordReader in) {
      switch (field) {
        case ID -> id = in.readText();
        case VERSION -> version = in.readRepeatedText();
        case DESCRIPTION -> description = in.readTextOrNull();
        case TEMPLATE -> template = in.readText();
        case INPUTS -> inputs = readInputs(in);
        case METADATA -> metadata = readMetadata(in);
        default -> {
          in.skipValue();
          return;
        }
      }
      seen |= 1 << field;
    }

    boolean hasAll() {
      return seen == ALL;
    }

    TemplateSpec spec() {
      if (id == null || template == null) {
        throw new IllegalArgumentException("a template without id or text");
      }
      return new TemplateSpec(id, version, description, template, inputs, metadata);
    }
  }

  private static OrderedMap<String, InputSpec> readInputs(RecordReader in) {
    int count = in.readMapHeader();
    if (count == 0) {
      return OrderedMap.empty();
    }
    var inputs = new OrderedMap.Builder<String, InputSpec>(count);
    for (int i = 0; i < count; i++) {
      inputs.put(in.readRepeatedText(), readInput(in));
    }
    return inputs.build();
  }

  private static InputSpec readInput(RecordReader in) {
    int beginning = in.readPhrase(INPUT_BEGINNINGS);
    return beginning == Phrases.NONE
        ? readAnyInput(in)
        : input(TYPE_OF[beginning >> 1], (beginning & 1) == 0, StoredValues.read(in));
  }

  private static InputSpec input(InputType type, boolean required, @Nullable Object defaultValue) {
    return type == InputType.STRING && required && defaultValue == null
        ? InputSpec.REQUIRED_TEXT
        : new InputSpec(type, required, defaultValue);
  }

  private static InputSpec readAnyInput(RecordReader in) {
    InputType type = InputType.STRING;
    boolean required = true;
    Object defaultValue = null;
    int entries = in.readMapHeader();
    for (int i = 0; i < entries; i++) {
      switch (in.readField(INPUT_FIELDS, i)) {
        case 0 -> type = TYPE_OF[in.readTextOf(TYPES)];
        case 1 -> required = in.readBoolean();
        case 2 -> defaultValue = StoredValues.read(in);
        default -> in.skipValue();
      }
    }
    return input(type, required, defaultValue);
  }

  private static OrderedMap<String, @Nullable Object> readMetadata(RecordReader in) {
    int count = in.readMapHeader();
    if (count == 0) {
      return OrderedMap.empty();
    }
    var metadata = new OrderedMap.Builder<String, @Nullable Object>(count);
    for (int i = 0; i < count; i++) {
      metadata.put(in.readRepeatedText(), StoredValues.read(in));
    }
    return metadata.build();
  }

  private static final class Codec implements RecordCodec<TemplateRecord> {
    @Override
    public String name() {
      return "prompts.template";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(TemplateRecord template, RecordWriter out) {
      out.writeRecordHeader(ENTRIES);
      writeEntries(template.spec(), out);
    }

    @Override
    public TemplateRecord read(RecordReader in) {
      Reading reading = new Reading();
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        reading.field(in.readField(FIELDS, i), in);
      }
      if (!in.isSealed() && !reading.hasAll()) {
        throw new IllegalArgumentException(
            "without a checksum it must have the six entries of a template and no others");
      }
      in.readEnd();
      return new TemplateRecord(reading.spec(), in.isSealed());
    }
  }
}
