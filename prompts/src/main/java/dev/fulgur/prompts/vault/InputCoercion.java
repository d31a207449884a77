package dev.fulgur.prompts.vault;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.InputType;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.ValidationException;
import dev.fulgur.prompts.ValidationException.Problem;
import dev.fulgur.prompts.value.Bytes;
import dev.fulgur.prompts.value.PythonNumbers;
import dev.fulgur.prompts.value.PythonText;
import dev.fulgur.prompts.value.SurrogateText;
import dev.fulgur.prompts.value.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes what a caller gives into what a template's inputs take. Null passes for every type; else
///
/// | type | takes |
/// |---|---|
/// | `string` | text; anything else as Python prints it |
/// | `number` | numbers and booleans as they are; text that is a float |
/// | `boolean` | of text: `true`, `1`, `yes`, `y` in any case is true, other text false; else Python's truth |
/// | `array<string>` | lists of text; a text alone becomes a list of one |
/// | `object` | mappings |
///
/// An input that is not given takes its default, or null where it is not required. What is given
/// and not declared is dropped.
public final class InputCoercion {
  private final List<Problem> problems = new ArrayList<>();

  private InputCoercion() {}

  /// The inputs of a render, by name in the order of declaration.
  ///
  /// @throws ValidationException that names every input that is missing or wrong
  public static Map<String, @Nullable Object> coerce(
      TemplateSpec spec, Map<String, ? extends @Nullable Object> given) {
    InputCoercion coercion = new InputCoercion();
    Map<String, @Nullable Object> coerced = LinkedHashMap.newLinkedHashMap(spec.inputs().size());
    spec.inputs().forEach((name, input) -> coerced.put(name, coercion.coerce(name, input, given)));
    if (!coercion.problems.isEmpty()) {
      throw new ValidationException(coercion.problems);
    }
    return coerced;
  }

  private @Nullable Object coerce(
      String name, InputSpec input, Map<String, ? extends @Nullable Object> given) {
    Object value = given.get(name);
    if (value == null && !given.containsKey(name)) {
      if (input.required() && input.defaultValue() == null) {
        problems.add(new Problem(name, "missing input: " + name));
      }
      return input.defaultValue();
    }
    return value == null ? null : coerce(name, input.type(), plain(value));
  }

  /// A host's value as one of the few kinds that templates know.
  private static Object plain(Object value) {
    return switch (value) {
      case String _, Long _, Double _, Boolean _ -> value;
      case Integer number -> (long) number;
      case Short number -> (long) number;
      case Byte number -> (long) number;
      case Float number -> (double) number;
      case byte[] bytes -> Bytes.of(bytes);
      case Object[] items -> List.of(items);
      case CharSequence text -> text.toString();
      default -> value;
    };
  }

  private @Nullable Object coerce(String name, InputType type, Object value) {
    return switch (type) {
      case STRING -> text(name, value);
      case NUMBER -> number(name, value);
      case BOOLEAN -> isTrue(value);
      case STRINGS -> texts(name, value);
      case OBJECT -> value instanceof Map<?, ?> ? value : mismatch(name, type);
    };
  }

  private @Nullable Object text(String name, Object value) {
    try {
      return value instanceof SurrogateText ? value : PythonText.str(value);
    } catch (IllegalArgumentException e) {
      return mismatch(name, InputType.STRING);
    }
  }

  private @Nullable Object number(String name, Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (!InputType.isText(value)) {
      return mismatch(name, InputType.NUMBER);
    }
    Double number = value instanceof String text ? PythonNumbers.parseFloat(text) : null;
    if (number == null) {
      String shown = PythonText.repr(value);
      problems.add(
          new Problem(name, "input '" + name + "': could not convert string to float: " + shown));
    }
    return number;
  }

  private static boolean isTrue(Object value) {
    return switch (value) {
      case String text ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "y" -> true;
            default -> false;
          };
      case SurrogateText _ -> false;
      case Boolean flag -> flag;
      case BigInteger number -> number.signum() != 0;
      case Number number -> number.doubleValue() != 0;
      case Bytes bytes -> bytes.length() > 0;
      case Tuple tuple -> !tuple.items().isEmpty();
      case Collection<?> items -> !items.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  private @Nullable Object texts(String name, Object value) {
    if (InputType.isText(value)) {
      return List.of(value);
    }
    return InputType.STRINGS.accepts(value) ? value : mismatch(name, InputType.STRINGS);
  }

  private @Nullable Object mismatch(String name, InputType type) {
    problems.add(new Problem(name, "type mismatch for '" + name + "': expected " + type.label()));
    return null;
  }
}
