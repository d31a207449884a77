package dev.fulgur.jinja;

/// A template before it is compiled.
///
/// @param name what messages call it
/// @param text its text
public record TemplateSource(String name, String text) {}
