package dev.fulgur.app.cli;

import dev.fulgur.prompts.versions.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who changes something, and why: `--author` and `--message`.
final class EditOptions {
  private static final int GIT_SECONDS = 5;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "Who does it (default: user.name and user.email of git, else the user's name).")
  private @Nullable String author;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why.")
  private @Nullable String message;

  /// What the options say, with the defaults.
  Edit edit() {
    try {
      return new Edit(author == null ? someone() : author, message);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(e.getMessage() + " Write it in UTF-8.");
    }
  }

  private static @Nullable String someone() {
    String name = git("user.name");
    if (name == null) {
      String user = System.getProperty("user.name");
      return user == null || user.isEmpty() || user.equals("?") ? null : user;
    }
    String email = git("user.email");
    return email == null ? name : name + " <" + email + ">";
  }

  /// A setting of git's configuration, or null where it has none, or there is no git.
  private static @Nullable String git(String setting) {
    try {
      Process git =
          new ProcessBuilder("git", "config", "--get", setting)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      String value =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!git.waitFor(GIT_SECONDS, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return null;
      }
      return git.exitValue() == 0 && !value.isEmpty() ? value : null;
    } catch (IOException e) {
      return null; // no git on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
