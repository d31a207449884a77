package dev.fulgur.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that runs a class of the tests in a JVM of its own.
public final class JavaCommand {

  private JavaCommand() {}

  /// With our class path and no further options.
  public static List<String> of(Class<?> main, Object... arguments) {
    return of(List.of(), classPath(), main, arguments);
  }

  /// With options of the JVM and a class path.
  public static List<String> of(
      List<String> options, String classPath, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /// The class path of this JVM, by its entries also where that is one jar that names them.
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
