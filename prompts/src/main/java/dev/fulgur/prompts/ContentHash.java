package dev.fulgur.prompts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a version says, in 64 digits: SHA-256 over the MessagePack map of the template with empty
/// texts for `id` and `version`. Equal bodies have equal hashes, whatever they are called.
public final class ContentHash {
  private static final int SHORT = 12;

  private ContentHash() {}

  /// The hash, in lower-case hexadecimal digits.
  ///
  /// @throws PromptException.NotStorable if the template has values that cannot be stored
  public static String of(TemplateSpec spec) {
    StorableSpec.check(spec);
    TemplateSpec body =
        new TemplateSpec(
            "", "", spec.description(), spec.template(), spec.inputs(), spec.metadata());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(TemplateRecord.bytes(body)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// The first digits, for people.
  public static String brief(String hash) {
    return hash.length() <= SHORT ? hash : hash.substring(0, SHORT);
  }
}
