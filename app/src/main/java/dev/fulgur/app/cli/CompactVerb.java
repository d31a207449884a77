package dev.fulgur.app.cli;

import dev.fulgur.store.Inspection;
import dev.fulgur.store.KeepingProgress;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/// `fulgur compact`: a store without its free pages, in another folder.
@Command(
    name = "compact",
    description = "Copy a database without the pages that are free, so that it is small.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur compact prompts.small",
      "  fulgur compact tracker.small --db .fulgur/tracker",
      "",
      "The database itself stays as it is: to use the copy in its place, end the programs that use it, and move both."
    })
final class CompactVerb extends CopyVerb {

  CompactVerb() {
    super("Compacting");
  }

  @Override
  void copy(Inspection store, Path target, KeepingProgress progress) {
    store.compact(target, progress);
  }
}
