package dev.fulgur.prompts.yaml;

import java.util.regex.Pattern;

/// The tags of YAML 1.1's own types, and which of them a plain scalar has by its form.
///
/// Source: yaml.org/type, with the forms that PyYAML 6 takes.
final class Tags {
  static final String PREFIX = "tag:yaml.org,2002:";
  static final String NULL = PREFIX + "null";
  static final String BOOL = PREFIX + "bool";
  static final String INT = PREFIX + "int";
  static final String FLOAT = PREFIX + "float";
  static final String TIMESTAMP = PREFIX + "timestamp";
  static final String STR = PREFIX + "str";
  static final String BINARY = PREFIX + "binary";
  static final String SEQ = PREFIX + "seq";
  static final String MAP = PREFIX + "map";
  static final String SET = PREFIX + "set";
  static final String OMAP = PREFIX + "omap";
  static final String PAIRS = PREFIX + "pairs";
  static final String MERGE = PREFIX + "merge";
  static final String VALUE = PREFIX + "value";

  private static final Pattern INT_FORM =
      Pattern.compile(
          "[-+]?(?:0b[01_]++|0[0-7_]++|0|[1-9][0-9_]*+|0x[0-9a-fA-F_]++"
              + "|[1-9][0-9_]*+(?::[0-5]?[0-9])++)");

  private static final Pattern FLOAT_FORM =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*+\\.[0-9_]*+(?:[eE][-+][0-9]++)?"
              + "|\\.[0-9][0-9_]*+(?:[eE][-+][0-9]++)?"
              + "|[-+]?[0-9][0-9_]*+(?::[0-5]?[0-9])++\\.[0-9_]*+"
              + "|[-+]?\\.(?:inf|Inf|INF)"
              + "|\\.(?:nan|NaN|NAN)");

  private static final Pattern TIMESTAMP_FORM =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \\t]++)"
              + "[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]*+)?"
              + "(?:[ \\t]*+(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?");

  private Tags() {}

  static String ofPlain(String text) {
    if (text.isEmpty()) {
      return NULL;
    }
    return switch (text.charAt(0)) {
      case '-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> ofNumber(text);
      default -> ofWord(text);
    };
  }

  private static String ofWord(String text) {
    return switch (text) {
      case "~", "null", "Null", "NULL" -> NULL;
      case "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE" -> BOOL;
      case "false", "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF" -> BOOL;
      case "<<" -> MERGE;
      case "=" -> VALUE;
      default -> STR;
    };
  }

  private static String ofNumber(String text) {
    if (FLOAT_FORM.matcher(text).matches()) {
      return FLOAT;
    }
    if (INT_FORM.matcher(text).matches()) {
      return INT;
    }
    if (TIMESTAMP_FORM.matcher(text).matches()) {
      return TIMESTAMP;
    }
    return STR;
  }
}
