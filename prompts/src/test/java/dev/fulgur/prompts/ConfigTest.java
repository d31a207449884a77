package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTest {

  @TempDir private Path folder = Path.of("");

  private Path write(String text) throws IOException {
    Path file = folder.resolve("fulgur.yaml");
    Files.writeString(file, text);
    return file;
  }

  @Test
  void read_allKeys_resolvesPathsAgainstTheFile() throws IOException {
    Config config =
        Config.read(
            write(
                """
                registry: lmdb
                db_path: ./data/prompts.fulgur
                prompt_dir: ../prompts
                map_size: 1073741824
                logging: {enabled: true, backend: sqlite, db_path: calls.db}
                """));
    assertThat(config)
        .isEqualTo(
            new Config(
                Config.Kind.LMDB,
                folder.toAbsolutePath().resolve("data/prompts.fulgur"),
                folder.toAbsolutePath().resolveSibling("prompts"),
                1_073_741_824L,
                folder.toAbsolutePath().resolve("calls.db")));
  }

  @Test
  void read_ofTheOriginals_isTaken() throws IOException {
    Config config =
        Config.read(
            write(
                "registry: local\nprompt_dir: ./prompts\nlogging:\n  enabled: false\n  backend: sqlite\n"));
    assertThat(config.registry()).isEqualTo(Config.Kind.LOCAL);
    assertThat(config.logPath()).isNull();
  }

  @Test
  void read_withoutRegistry_followsWhatIsGiven() throws IOException {
    assertThat(Config.read(write("db_path: a")).registry()).isEqualTo(Config.Kind.LMDB);
    assertThat(Config.read(write("prompt_dir: a")).registry()).isEqualTo(Config.Kind.LOCAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry: lmdb                             | needs a db_path
          registry: local                            | needs a prompt_dir
          registry: redis                            | registry must be 'lmdb' or 'local', not 'redis'
          {registry: lmdb, db_path: 5}               | db_path must be a path, not '5'
          {db_path: a, map_size: 0}                  | map_size must be a number of bytes, 65536 or more
          {db_path: a, map_size: 10GB}               | map_size must be a number of bytes, 65536 or more
          {db_path: a, logging: on}                  | logging must be a mapping
          {db_path: a, logging: {enabled: maybe}}    | logging.enabled must be true or false
          {db_path: a, logging: {backend: postgres}} | logging.backend must be 'sqlite'
          [a]                                        | it must hold a mapping
          {a: [}                                     | mend the YAML
          """)
  void read_wrong_saysWhatAndWhere(String text, String problem) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> Config.read(file))
        .isInstanceOf(PromptException.InvalidConfig.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("fulgur.yaml")
        .hasMessageEndingWith(".");
  }

  @Test
  void read_missing_saysSo() {
    assertThatThrownBy(() -> Config.read(folder.resolve("none.yaml")))
        .isInstanceOf(PromptException.InvalidConfig.class)
        .hasMessageContaining("it is not there");
  }

  @Test
  void find_severalFiles_prefersOurs() throws IOException {
    assertThat(Config.find(folder)).isNull();
    Files.writeString(folder.resolve("dakora.yaml"), "prompt_dir: p");
    assertThat(Config.find(folder)).isEqualTo(folder.resolve("dakora.yaml"));
    Files.writeString(folder.resolve("fulgur.yaml"), "prompt_dir: p");
    assertThat(Config.find(folder)).isEqualTo(folder.resolve("fulgur.yaml"));
  }
}
