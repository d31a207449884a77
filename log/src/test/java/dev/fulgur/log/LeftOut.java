package dev.fulgur.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A rule of the queue or of the answers, left out: one call or one field in the compiled classes
/// is replaced. Written as copies of all classes of the log, in a package of their own.
enum LeftOut {
  /// All rules are kept.
  NOTHING("", "", "", 0, 0),
  /// Who gives the turn back does not look at the queue.
  LOOK_AFTER_THE_TURN("Turns", "submit", "serveQueue", 1, 0),
  /// Who found the turn taken does not try it again behind its commit.
  TRY_AFTER_ADDING("Turns", "submit", "serveQueue", 2, 0),
  /// The log's thread does not look at the queue once it has said that it is idle.
  LOOK_WHEN_IDLE("Writer", "serveQueue", "serveQueue", 2, 0),
  /// Who takes from the queue does not tell those who wait for room.
  LETTING_IN("CommitQueue", "drain", "letIn", 1, 0),
  /// Who waits for room does not count itself in.
  COUNTING_IN("CommitQueue", "awaitRoom", "incrementAndGet", 1, 0),
  /// Who comes when the log is closed goes on as before.
  LOOK_AT_THE_END("Turns", "refusal", "closed", 1, 0),
  /// What waited for the turn when the log is closed is nobody's.
  WAKE_AT_THE_END("Handover", "close", "signal", 1, 0),
  /// The log's thread is not told of the first commit.
  WAKE_FOR_WORK("Handover", "put", "signal", 1, 0),
  /// Who waits for the log's thread is not told that it is through.
  REPORTING("Handover", "report", "signalAll", 1, 0),
  /// What is on disk is answered, and nobody may see it.
  PUBLISHED_BEFORE_ANSWERED("Writer", "force", "published", 1, 0),
  /// What is written is answered, and not on disk.
  FORCED_BEFORE_ANSWERED("Writer", "force", "force", 1, 0),
  /// The answers are there, and nobody is woken.
  WAKE_AFTER_ANSWER("Wakeup", "wakeRoots", "unpark", 1, 0),
  /// A commit is called done without a look at who came to wait for it meanwhile.
  LOOK_AT_WHO_WAITS("Commit", "doneUnlessAwaited", "compareAndSet", 1, 1);

  private static final String PACKAGE = "dev/fulgur/log";
  private static final ClassDesc PARKING = ClassDesc.of("dev.fulgur.log.Parking");

  private final String type;
  private final String method;
  private final String member;
  private final int nth;
  private final int instead;

  /// @param member what is called or read
  /// @param nth which of these calls and reads
  /// @param instead what that gives now
  LeftOut(String type, String method, String member, int nth, int instead) {
    this.type = type;
    this.method = method;
    this.member = member;
    this.nth = nth;
    this.instead = instead;
  }

  /// The last part of the copies' package, as long as that of the log.
  String packageName() {
    return "x%02d".formatted(List.of(values()).indexOf(this));
  }

  /// Writes the copies below `root`.
  void write(Path root) throws IOException {
    Path target = Files.createDirectories(root.resolve("dev/fulgur").resolve(packageName()));
    int met = 0;
    for (Class<?> place : List.of(Writer.class, QueueModel.class)) {
      try (DirectoryStream<Path> classes = Files.newDirectoryStream(folder(place), "*.class")) {
        for (Path file : classes) {
          Copying copying = new Copying(file.endsWith(type + ".class"));
          Files.write(target.resolve(file.getFileName()), copying.copy(file));
          met += copying.met;
        }
      }
    }
    if (met < nth) {
      throw new IllegalStateException("%s.%s has no %s.".formatted(type, method, member));
    }
  }

  private static Path folder(Class<?> type) throws IOException {
    URL file = type.getResource(type.getSimpleName() + ".class");
    if (file == null) {
      throw new NoSuchFileException(type.getName());
    }
    return Path.of(URI.create(file.toString())).resolveSibling("");
  }

  /// One class on its way.
  private final class Copying {
    private final boolean here;

    /// How often the member was met in the method.
    private int met;

    Copying(boolean here) {
      this.here = here;
    }

    byte[] copy(Path file) throws IOException {
      ClassFile classes = ClassFile.of();
      byte[] parked =
          classes.transformClass(
              classes.parse(file), ClassTransform.transformingMethodBodies(Copying::parkElsewhere));
      byte[] bytes =
          classes.transformClass(
              classes.parse(parked),
              ClassTransform.transformingMethodBodies(
                  body -> here && body.methodName().equalsString(method), this::leaveOut));
      // The names are equally long, so that nothing else in the file changes.
      String text = new String(bytes, ISO_8859_1);
      return text.replace(PACKAGE, "dev/fulgur/" + packageName()).getBytes(ISO_8859_1);
    }

    private static void parkElsewhere(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeInstruction call
          && call.owner().asInternalName().equals("java/util/concurrent/locks/LockSupport")) {
        code.invokestatic(PARKING, call.name().stringValue(), call.typeSymbol());
      } else {
        code.with(element);
      }
    }

    private void leaveOut(CodeBuilder code, CodeElement element) {
      switch (element) {
        case InvokeInstruction call when isTheOne(call.name()) -> drop(code, call);
        case FieldInstruction field
            when field.opcode() == Opcode.GETFIELD && isTheOne(field.name()) ->
            code.pop().loadConstant(instead);
        default -> code.with(element);
      }
    }

    private boolean isTheOne(Utf8Entry name) {
      return name.equalsString(member) && ++met == nth;
    }

    private void drop(CodeBuilder code, InvokeInstruction call) {
      MethodTypeDesc signature = call.typeSymbol();
      for (ClassDesc parameter : signature.parameterList().reversed()) {
        if (TypeKind.from(parameter).slotSize() == 2) {
          code.pop2();
        } else {
          code.pop();
        }
      }
      if (call.opcode() != Opcode.INVOKESTATIC) {
        code.pop();
      }
      if (!signature.returnType().equals(ConstantDescs.CD_void)) {
        code.loadConstant(instead);
      }
    }
  }
}
