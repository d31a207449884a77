package dev.fulgur.jinja.differential;

import java.util.List;

/// Random calls of methods, and attributes.
final class Methods {

  private static final List<Call> TEXT =
      Call.table(
          """
          upper
          lower
          title
          capitalize
          swapcase
          casefold
          strip ; ='a' | ' ' | 'H!d' | '<p>' | none | $x
          lstrip ; =' H' | 'T' | none
          rstrip ; ='a ' | '\\n' | none
          split ; sep=',' | ' ' | 'o' | none | '' | $x ; maxsplit=0 | 1 | 2 | -1
          rsplit ; sep=',' | ' ' | 'l' | none | '--' ; maxsplit=0 | 1 | 2 | -1
          splitlines ; keepends=true | false | $x
          partition ; =' ' | ',' | 'lo' | '' | 'zz'
          rpartition ; =' ' | 'o' | 'zz'
          find ; ='o' | '' | 'zz' | 'l' ; =0 | 2 | -3 | none ; =5 | -1 | none
          rfind ; ='l' | '' | 'o' ; =0 | 3 | -4 ; =9 | -1
          index ; ='a' | 'l' | 'zz' ; =0 | 1 ; =9 | -1
          rindex ; ='b' | 'o' ; =0 | 2
          count ; ='l' | '' | 'a' | 'o' ; =0 | 1 | -3 ; =4 | -1
          startswith ; ='H' | ('a', 'T') | '' | ['a'] ; =0 | 1 | -2 ; =3 | -1
          endswith ; ='d' | ('d', 'c', '.') | '' ; =0 | 2 ; =5 | -1
          replace ; ='o' | '' | 'l' | 'aa' ; ='0' | '' | '--' | $x ; =0 | 1 | 2 | -1
          join ; =['x', 'y'] | 'abc' | words.split() | $x | d
          center ; =9 | 20 | 0 ; ='*' | ' ' | 'ab'
          ljust ; =6 | 12 ; ='.' | '日'
          rjust ; =7 | 13 ; ='.'
          zfill ; =5 | 9 | 0
          expandtabs ; tabsize=4 | 1 | 0 | 8
          isalpha
          isdigit
          isspace
          isupper
          islower
          istitle
          isalnum
          isnumeric
          isdecimal
          isidentifier
          isprintable
          isascii
          encode ; encoding='ascii' | 'utf-8' | 'latin-1' | 'utf-16-le' | 'nope' ; errors='replace' | 'ignore' | 'xmlcharrefreplace' | 'backslashreplace' | 'strict'
          removeprefix ; ='H' | 'The' | ''
          removesuffix ; ='c' | '.' | ''
          format ; =1 | s | f | $x ; ='b' | 2
          format_map ; =d | {'a': 1}
          translate ; ={97: 'X', 108: none} | {111: 48} | $x
          """);

  private static final List<Call> CONTAINERS =
      Call.table(
          """
          items
          keys
          values
          get ; ='a' | 'zz' | 'x' | i | none | $x ; =5 | none | []
          copy
          pop ; ='a' | 0 | -1 | 'zz' | $x ; =0 | none
          pop
          popitem
          setdefault ; ='q' | 'a' | 1 ; =1 | [] | $x
          update ; ={'a': 1} | [('k', 2)] | d | $x
          update ; a=2 ; b=3
          fromkeys ; =[1, 2] | 'ab' | d ; =0 | none | $x
          append ; =4 | 'a' | $x
          extend ; =[1] | 'ab' | m | $x
          insert ; =0 | 1 | -1 | 99 ; =9 | $x
          remove ; =1 | 'a' | $x
          index ; =1 | 'a' | 3 | $x ; =0 | 1 | -1 ; =5 | 2
          count ; =1 | 'a' | $x
          reverse
          sort ; reverse=true | false
          clear
          union ; =[9] | st | [1, 2]
          intersection ; =[1, 2] | st | m
          add ; =5 | 'a' | $x
          discard ; =1 | 99
          difference ; =[1] | st | $x
          symmetric_difference ; =[1, 9] | st
          issubset ; =[1, 2, 3] | st | $x
          issuperset ; =[1] | st | []
          isdisjoint ; =[9] | st | d
          """);

  private static final List<Call> SCALARS =
      Call.table(
          """
          bit_length
          bit_count
          is_integer
          conjugate
          as_integer_ratio
          hex
          to_bytes ; length=1 | 2 | 9 ; byteorder='big' | 'little'
          isoformat ; sep=' ' | 'T' | '' ; timespec='auto' | 'hours' | 'minutes' | 'seconds' | 'milliseconds' | 'microseconds' | 'x'
          strftime ; ='%Y-%m-%d %a %b' | '%H:%M:%S %j %U %p' | '%d.%m.%y %A %B %f' | '%e %I %w %W %%' | $x
          weekday
          isoweekday
          isocalendar
          toordinal
          ctime
          date
          time
          timestamp
          timetuple
          utctimetuple
          utcoffset
          tzname
          dst
          total_seconds
          replace ; year=2023 | 2024 ; month=2 | 13 | 1 ; day=28 | 29 | 31
          replace ; hour=5 | 24 ; minute=0 | 59 ; second=1 ; microsecond=0 | 250
          decode ; encoding='utf-8' | 'ascii' | 'latin-1' ; errors='strict' | 'ignore' | 'replace'
          startswith ; =s | 'a'
          """);

  private static final List<String> ATTRIBUTES =
      List.of(
          "real",
          "imag",
          "numerator",
          "denominator",
          "year",
          "month",
          "day",
          "hour",
          "microsecond",
          "tzinfo",
          "min",
          "max",
          "resolution",
          "days",
          "seconds",
          "start",
          "stop",
          "step",
          "grouper",
          "list",
          "foo");

  private Methods() {}

  /// A call, its dot before it.
  static String any(Choice choice, String x) {
    return switch (choice.below(7)) {
      case 0, 1, 2 -> one(TEXT, choice, x);
      case 3, 4 -> one(CONTAINERS, choice, x) + (choice.once(3) ? "|list" : "");
      case 5 -> one(SCALARS, choice, x);
      default -> "." + ATTRIBUTES.get(choice.below(ATTRIBUTES.size()));
    };
  }

  private static String one(List<Call> calls, Choice choice, String x) {
    return "." + calls.get(choice.below(calls.size())).make(choice, x, true);
  }

  static String ofText(Choice choice) {
    return one(TEXT, choice, "s");
  }

  static String ofContainer(Choice choice) {
    return one(CONTAINERS, choice, "i");
  }

  static String ofScalar(Choice choice) {
    return choice.once(5)
        ? "." + ATTRIBUTES.get(choice.below(ATTRIBUTES.size()))
        : one(SCALARS, choice, "s");
  }
}
