package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code of the guide, `docs/store.md`, is compiled and run as it stands there.
final class GuideTest {

  private static final Path GUIDE = Path.of("../docs/store.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /// What the guide leaves to the reader: names that it uses, and looks at what came of it.
  private static final String PROGRAM =
      """
      package guide;

      import dev.fulgur.store.*;
      import dev.fulgur.store.codec.*;
      import java.nio.file.Path;
      import java.util.*;

      public final class Guide {
        static long shown;

        static void show(long done, long total) {
          shown = total;
        }

        static void expect(boolean holds, Object what) {
          if (!holds) {
            throw new AssertionError(what);
          }
        }

        // TABLES
        static // CODEC

        static void onePage(Path library) {
          // ONE PAGE
        }

        static final Table<String, Long> ACCOUNTS = Table.raw("accounts", Keys.UTF8, new Digits());

        static final class Digits implements ValueCodec<Long> {
          public String name() { return "digits"; }

          public byte[] write(Long value) {
            return value.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          }

          public Long read(byte[] bytes) {
            return Long.parseLong(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII));
          }
        }

        static void logged(Path path, Path log) {
          Schema schema = Schema.of("bank", ACCOUNTS);
          StoreOptions first = StoreOptions.defaults().withDurability(Durability.SYNCED)
              .withLog(LogSettings.defaults().withFolder(log));
          try (Store store = Store.open(path, schema, first)) {
            store.write(tx -> tx.put(ACCOUNTS, "alice", 100L));
          }
          // LOGGED
          try (Store store = Store.open(path, schema, first)) {
            Long balance = store.read(view -> view.get(ACCOUNTS, "alice"));
            expect(balance == 90, balance);
          }
        }

        static void inspect(Path folder, Path target) {
          // INSPECTION
        }

        record Note(String title) {
          static final RecordCodec<Note> RECORD = new RecordCodec<>() {
            private static final Fields FIELDS = Fields.of("title");

            public String name() { return "note"; }

            public int version() { return 1; }

            public void write(Note note, RecordWriter out) {
              out.writeRecordHeader(1);
              out.writeText("title");
              out.writeText(note.title());
            }

            public Note read(RecordReader in) {
              String title = "";
              int entries = in.readRecordHeader();
              for (int i = 0; i < entries; i++) {
                if (in.readField(FIELDS, i) == 0) {
                  title = in.readText();
                } else {
                  in.skipValue();
                }
              }
              return new Note(title);
            }
          };
        }

        // COMPRESSED TABLE

        static Note note(int i) {
          return new Note(("the note " + i + " of many that are alike; ").repeat(10));
        }

        static void compress(Path folder) {
          Schema schema = Schema.of("notes", NOTES);
          try (Store store = Store.open(folder, schema, StoreOptions.defaults())) {
            store.write(tx -> {
              for (int i = 0; i < 1_000; i++) {
                tx.put(NOTES, "before" + i, note(i));
              }
            });
            // DICTIONARY
            store.write(tx -> tx.put(NOTES, "after", note(1_000)));
            Note after = store.read(view -> view.get(NOTES, "after"));
            expect(after.equals(note(1_000)), after);
            expect(store.check().isClean(), "check");
          }
        }

        public static void main(String[] folders) {
          Path library = Path.of(folders[0]);
          onePage(library);
          logged(Path.of(folders[3]), Path.of(folders[4]));
          inspect(library, Path.of(folders[1]));
          expect(shown > 0, "progress");
          compress(Path.of(folders[2]));
        }
      }
      """;

  @TempDir Path folder;

  private static List<String> blocks() throws IOException {
    Matcher matcher = JAVA.matcher(Files.readString(GUIDE));
    return matcher.results().map(found -> found.group(1)).toList();
  }

  private static String before(String code, String mark) {
    return code.substring(0, code.indexOf(mark));
  }

  private static String from(String code, String mark) {
    return code.substring(code.indexOf(mark));
  }

  /// The guide's first example opens a store in the folder where it runs, and ends with its block.
  private static String onePage(String block) {
    String code = from(block, "try (Store").replace("Path.of(\"library\")", "library");
    String body = code.substring(0, code.lastIndexOf('}'));
    return body
        + """
          expect(book.title().equals("Moby-Dick") && book.year() == 1851, book);
          expect(sea.size() == 1 && sea.getFirst().record().equals(book), sea);
          expect(store.check().isClean(), "check");
        }
        """;
  }

  @Test
  void codeOfTheGuide_compilesAndDoesWhatItSays() throws Exception {
    List<String> blocks = blocks();
    assertThat(blocks).hasSize(5);
    String program =
        PROGRAM
            .replace("// TABLES", before(blocks.get(0), "try (Store"))
            .replace("// CODEC", blocks.get(1))
            .replace("// ONE PAGE", onePage(blocks.get(0)))
            .replace("// LOGGED", blocks.get(2).replace("Path.of(\"/fast-disk/log\")", "log"))
            .replace("// INSPECTION", blocks.get(3))
            .replace("// COMPRESSED TABLE", before(blocks.get(4), "// Records of some"))
            .replace("// DICTIONARY", from(blocks.get(4), "byte[] dictionary"));
    run(program);
    assertThat(folder.resolve("copy/data.mdb")).exists();
  }

  private void run(String program) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///guide/Guide.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return program;
          }
        };
    Path classes = Files.createDirectory(folder.resolve("classes"));
    StringWriter said = new StringWriter();
    List<String> options = List.of("-d", classes.toString(), "-cp", JavaCommand.classPath());
    boolean compiled = compiler.getTask(said, null, null, options, null, List.of(source)).call();
    assertThat(compiled).as("%s%n%s", said, program).isTrue();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, GuideTest.class.getClassLoader())) {
      String[] folders = {
        folder.resolve("library").toString(),
        folder.resolve("copy").toString(),
        folder.resolve("notes").toString(),
        folder.resolve("bank").toString(),
        folder.resolve("bank-log").toString()
      };
      loader
          .loadClass("guide.Guide")
          .getMethod("main", String[].class)
          .invoke(null, (Object) folders);
    }
  }
}
