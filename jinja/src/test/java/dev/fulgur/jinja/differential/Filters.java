package dev.fulgur.jinja.differential;

import java.util.List;

/// Random uses of filters.
final class Filters {

  private static final List<Call> TEXT =
      Call.table(
          """
          upper
          lower
          capitalize
          title
          string
          wordcount
          length
          count
          list
          reverse
          trim ; chars='a' | ' \\n' | 'ab ' | '<p>' | none
          center ; width=0 | 5 | 12 | 21 | 80 | -3
          replace ; old='a' | 'l' | '' | ' ' | '<' | 'aa' ; new='b' | '' | '<i>' | $x ; count=1 | 0 | -1 | 2 | none
          indent ; width=0 | 2 | 7 | '> ' | '\\t' | -1 ; first=true | false ; blank=true | false
          truncate ; length=0 | 3 | 7 | 10 | 12 | 30 ; killwords=true | false ; end='...' | '' | '…' | '<' ; leeway=0 | 2 | 5 | none
          wordwrap ; width=1 | 3 | 5 | 8 | 10 | 3.5 | 0 | 79 ; break_long_words=true | false ; wrapstring='|' | '\\n' | '<br>' | none ; break_on_hyphens=true | false
          format ; =1 | 's' | $x | i | f ; =s | 2 | $x
          format ; a=1 | s ; b='x' | f
          e
          escape
          forceescape
          safe
          striptags
          urlencode
          xmlattr ; autospace=true | false
          urlize ; trim_url_limit=5 | 8 | 20 | 100 | none ; nofollow=true | false ; target='_blank' | '_top' | none ; rel='me' | 'a b' | '' | none ; extra_schemes=['tel:'] | ['x:', 'mailto:'] | none
          tojson ; indent=0 | 1 | 2 | 4 | none
          pprint
          """);

  private static final List<Call> NUMBERS =
      Call.table(
          """
          abs
          int ; default=5 | -1 | none ; base=16 | 2 | 8 | 10 | 0 | 36
          float ; default=1.5 | 0 | none
          round ; precision=0 | 1 | 2 | 3 | -1 | -2 | 15 ; method='common' | 'floor' | 'ceil' | 'x'
          filesizeformat ; binary=true | false
          sum ; attribute='v' | 0 | none ; start=1 | 0.5 | '' | []
          length
          string
          float
          default ; default_value='D' | 1 | $x ; boolean=true | false
          d ; default_value='D' | none | [] | $x ; boolean=true | false
          """);

  private static final List<Call> SEQUENCES =
      Call.table(
          """
          first
          last
          list
          reverse
          length
          items
          string
          tojson
          pprint
          join ; d=',' | ', ' | '' | '<' | '\\n' | 1 ; attribute='k' | 'v' | 0 | 'o.p' | 'a.0'
          batch ; linecount=1 | 2 | 3 | 7 | 0 ; fill_with='-' | none | 0 | ''
          slice ; slices=1 | 2 | 3 | 5 | 0 ; fill_with='-' | none | ''
          sum ; attribute='v' | 'o.p' | 0 | 'k' ; start=0 | 1 | 0.5
          min ; case_sensitive=true | false ; attribute='v' | 'k' | 'o.p' | 0
          max ; case_sensitive=true | false ; attribute='v' | 'g' | 'o.p' | 0
          unique ; case_sensitive=true | false ; attribute='g' | 'v' | 'o.p' | none
          sort ; reverse=true | false ; case_sensitive=true | false ; attribute='v' | 'g,v' | 'o.p' | 'k' | 'g,o.p' | 0 | none
          dictsort ; case_sensitive=true | false ; by='key' | 'value' | 'x' ; reverse=true | false
          groupby ; attribute='g' | 'v' | 'o.p' | 'nope' | 0 | 'k' ; default=1 | 'A' | none ; case_sensitive=true | false
          attr ; name='k' | 'upper' | 'items' | 'year' | 'real'
          urlencode
          xmlattr ; autospace=true | false
          """);

  private static final List<Call> LAZY =
      Call.table(
          """
          map ; ='upper' | 'string' | 'int' | 'length' | 'first' | 'abs' | 'title' | 'tojson' | 'list' | 'last' | 'nope' | $x
          map ; ='replace' ; ='a' | 'l' ; ='b' | $x ; =1 | 0
          map ; ='round' ; =1 | -1 | 0 ; ='floor' | 'ceil'
          map ; ='default' ; ='-' | $x ; =true | false
          map ; ='truncate' ; =4 | 6 ; =true | false
          map ; ='center' | 'wordwrap' | 'batch' ; =4 | 9
          map ; attribute='k' | 'v' | 'g' | 'o.p' | 'o.q.0' | 'c.0.n' | 0 | '0' | 'a' | 'nope' ; default=0 | '-' | none
          select ; ='odd' | 'even' | 'string' | 'none' | 'defined' | 'true' | 'number' | 'nope' | 'mapping' | $x
          select ; ='gt' | 'lt' | 'ge' | 'eq' | 'ne' | 'in' | 'divisibleby' ; =1 | 'a' | [1, 2] | $x
          reject ; ='odd' | 'string' | 'none' | 'false' | 'iterable' | 'float' | 'integer' | 'sequence' | $x
          reject ; ='gt' | 'le' | '==' | '!=' | '<' | 'in' ; =1 | 'b' | [3] | $x
          selectattr ; ='v' | 'k' | 'o' | 'o.p' | 'nope' | 'c' ; ='gt' | 'eq' | 'in' | 'defined' | 'odd' | 'string' | '>=' ; =2 | 'x' | [1, 3] | $x
          rejectattr ; ='v' | 'g' | 'o.p' | 'o.q' | 'nope' | 0 ; ='lt' | 'ne' | 'none' | 'undefined' | 'even' ; =2 | 'A' | $x
          """);

  private static final List<String> CHAINS =
      List.of(
          "e|upper",
          "safe|replace('<', x)",
          "first|string",
          "round|int",
          "tojson|safe",
          "list|tojson",
          "sort|first",
          "unique|list",
          "map('string')|join('-')",
          "map('string')|sort|join",
          "map(attribute='v')|sum",
          "safe|indent(3, true)",
          "e|truncate(9, true)",
          "safe|wordwrap(4)",
          "safe|center(20)",
          "groupby('g')|map('last')|list",
          "groupby('g')|map(attribute='grouper')|list",
          "dictsort|map('first')|list",
          "items|map('join', '=')|list",
          "nope");

  private Filters() {}

  static String any(Choice choice, String x) {
    return switch (choice.below(10)) {
      case 0, 1, 2, 3 -> one(TEXT, choice, x);
      case 4 -> one(NUMBERS, choice, x);
      case 5, 6 -> one(SEQUENCES, choice, x) + choice.of("", "|list", "|string", "|list");
      case 7, 8 -> one(LAZY, choice, x) + choice.of("|list", "|list", "|first", "|join(',')", "");
      default -> CHAINS.get(choice.below(CHAINS.size()));
    };
  }

  private static String one(List<Call> calls, Choice choice, String x) {
    return calls.get(choice.below(calls.size())).make(choice, x, false);
  }

  /// One for text.
  static String ofText(Choice choice) {
    return one(TEXT, choice, "s");
  }

  /// One for a number.
  static String ofNumber(Choice choice) {
    return one(NUMBERS, choice, "i");
  }

  /// One for a list or a dict, the answer a list.
  static String ofItems(Choice choice) {
    return choice.once(2)
        ? one(LAZY, choice, "i") + "|list"
        : one(SEQUENCES, choice, "s") + choice.of("", "|list");
  }
}
