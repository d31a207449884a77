package dev.fulgur.app.cli;

import dev.fulgur.store.Inspection;
import dev.fulgur.store.KeepingProgress;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/// `fulgur backup`: one snapshot of a store in another folder.
@Command(
    name = "backup",
    description = "Copy a database as one snapshot, while programs read and write it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur backup backups/monday",
      "  fulgur backup backups --keep 7              one more, and the seven newest stay",
      "  fulgur backup backups/tracker --db .fulgur/tracker --json",
      "",
      "The copy appears under its name when it is whole, on disk and checked. 'fulgur restore' brings it back."
    })
final class BackupVerb extends CopyVerb {

  BackupVerb() {
    super("Copying");
  }

  @Override
  void copy(Inspection store, Path target, KeepingProgress progress) {
    store.backup(target, progress);
  }
}
