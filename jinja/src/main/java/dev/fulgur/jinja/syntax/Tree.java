package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.runtime.Source;
import java.util.List;

/// A parsed template.
///
/// @param blocks all its blocks, each before those inside it
/// @param mentions what occurs in it; see [Mentions]
public record Tree(Source source, List<Stmt> body, List<Stmt.Block> blocks, int mentions) {}
