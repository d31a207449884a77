package dev.fulgur.prompts.vault;

/// A version of a template, and what it said.
///
/// @param id the id of the template
/// @param version the version
/// @param hash what it said; see [dev.fulgur.prompts.ContentHash]
public record Pin(String id, String version, String hash) {

  @Override
  public String toString() {
    return id + "@" + version;
  }
}
