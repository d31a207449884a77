package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Chars;

/// What Jinja2 takes for an address of the web or of mail. Written without regular expressions, so
/// that no text takes long.
final class UrlPattern {

  private static final String[] DOMAINS = {"com", "net", "int", "edu", "gov", "org", "info", "mil"};

  private UrlPattern() {}

  static boolean isWebAddress(String s) {
    int scheme = startsWith(s, "https://") ? 8 : startsWith(s, "http://") ? 7 : 0;
    int www = startsWith(s, "www.") ? 4 : 0;
    int from = scheme > 0 ? scheme : www;
    if (from > 0 && endsHost(s, from, true)) {
      return true;
    }
    if (endsHost(s, 0, false)) {
      return true;
    }
    return scheme > 0 && (isRest(s, ipv4End(s, scheme)) || isIpv6(s, scheme));
  }

  private static boolean startsWith(String s, String prefix) {
    return s.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /// Whether a host of labels and a top-level domain starts at `from`, with a port and a path
  /// behind it or nothing.
  ///
  /// @param anyDomain whether every top-level domain will do and labels may be missing or of any
  ///   length; else at least one label of 2 to 63 characters and a well-known domain
  private static boolean endsHost(String s, int from, boolean anyDomain) {
    int label = from;
    boolean labels = false;
    int i = from;
    while (true) {
      if ((anyDomain || labels) && isDomain(s, label, anyDomain)) {
        return true;
      }
      i = label;
      int length = 0;
      while (i < s.length() && isLabel(s.codePointAt(i))) {
        i += Character.charCount(s.codePointAt(i));
        length++;
      }
      if (i >= s.length() || s.charAt(i) != '.' || length == 0) {
        return false;
      }
      if (!anyDomain && (length < 2 || length > 63)) {
        return false;
      }
      labels = true;
      label = i + 1;
    }
  }

  private static boolean isLabel(int c) {
    return Chars.isWord(c) || c == '%' || c == '-';
  }

  private static boolean isDomain(String s, int from, boolean any) {
    if (!any) {
      for (String domain : DOMAINS) {
        if (s.regionMatches(true, from, domain, 0, domain.length())
            && isRest(s, from + domain.length())) {
          return true;
        }
      }
      return false;
    }
    int i = from;
    while (i < s.length() && i - from < 64 && isLetter(s.charAt(i))) {
      i++;
    }
    for (int end = Math.min(i, from + 63); end - from >= 2; end--) {
      if (isRest(s, end)) {
        return true;
      }
    }
    return s.regionMatches(true, from, "xn--", 0, 4) && isInternational(s, from + 4);
  }

  private static boolean isInternational(String s, int from) {
    int i = from;
    int length = 0;
    while (i < s.length()
        && length < 59
        && (Chars.isWord(s.codePointAt(i)) || s.charAt(i) == '%')) {
      i += Character.charCount(s.codePointAt(i));
      length++;
    }
    return length >= 2 && isRest(s, i);
  }

  /// `[a-z]` without regard to case, which takes in two letters that fold to ASCII.
  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '\u017f'
        || c == '\u212a'
        || c == '\u0130'
        || c == '\u0131';
  }

  /// Nothing, or a port of up to five digits, or a path, a query or a fragment, or both.
  private static boolean isRest(String s, int from) {
    if (from < 0) {
      return false;
    }
    int i = from;
    if (i < s.length() && s.charAt(i) == ':') {
      int digits = 0;
      i++;
      while (i < s.length() && digits < 5 && Chars.isDecimal(s.charAt(i))) {
        i++;
        digits++;
      }
      if (digits == 0) {
        return false;
      }
    }
    if (i == s.length()) {
      return true;
    }
    char c = s.charAt(i);
    return c == '/' || c == '?' || c == '#';
  }

  /// Four numbers of up to three digits, or -1.
  private static int ipv4End(String s, int from) {
    int i = from;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (i >= s.length() || s.charAt(i) != '.') {
          return -1;
        }
        i++;
      }
      int digits = 0;
      while (i < s.length() && digits < 3 && Chars.isDecimal(s.charAt(i))) {
        i++;
        digits++;
      }
      if (digits == 0) {
        return -1;
      }
    }
    return i;
  }

  /// Groups of up to four hexadecimal digits in brackets: two with colons, then one to six with or
  /// without.
  private static boolean isIpv6(String s, int from) {
    if (from >= s.length() || s.charAt(from) != '[') {
      return false;
    }
    int close = s.indexOf(']', from);
    return close >= 0
        && close - from <= 64
        && isGroups(s.substring(from + 1, close))
        && isRest(s, close + 1);
  }

  private static boolean isGroups(String inside) {
    int colons = 0;
    int digits = 0;
    int extra = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == ':') {
        colons++;
        digits = 0;
      } else if (Character.digit(c, 16) >= 0 && c < 0x80) {
        digits++;
        if (digits > 4) {
          if (colons < 2) {
            return false;
          }
          extra++;
          digits = 1;
        }
      } else {
        return false;
      }
    }
    int groups = colons - 2 + extra + (digits > 0 ? 1 : 0);
    return colons >= 2 && groups <= 6 && (groups >= 1 || inside.endsWith(":"));
  }

  /// No white space; an at sign, a domain that starts with a word character, and a point with a
  /// word at the end.
  static boolean isMailAddress(String s) {
    int end = s.length();
    int tail = end;
    while (tail > 0 && Chars.isWord(s.codePointBefore(tail))) {
      tail -= Character.charCount(s.codePointBefore(tail));
    }
    if (tail == end || tail == 0 || s.charAt(tail - 1) != '.') {
      return false;
    }
    int at = s.lastIndexOf('@');
    if (at < 1 || at + 1 >= tail - 1 || !Chars.isWord(s.codePointAt(at + 1))) {
      return false;
    }
    for (int i = at + 1; i < tail; ) {
      int c = s.codePointAt(i);
      if (!Chars.isWord(c) && c != '.' && c != '-') {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }
}
