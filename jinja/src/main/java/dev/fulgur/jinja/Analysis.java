package dev.fulgur.jinja;

import java.util.List;
import java.util.Set;

/// What a template asks of those who render it.
///
/// @param variables the names that it takes from outside and that are no globals, as
///   `meta.find_undeclared_variables` of Jinja2 finds them, sorted
/// @param templates the templates that it names in so many words, in their order
/// @param dynamicTemplates whether it names templates by expressions too
public record Analysis(Set<String> variables, List<String> templates, boolean dynamicTemplates) {}
