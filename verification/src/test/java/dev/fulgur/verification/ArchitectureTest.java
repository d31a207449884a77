package dev.fulgur.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows between the rooms, and the pairs that may not know each other.
@AnalyzeClasses(packages = "dev.fulgur", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest static final ArchRule lmdb_knowsNoOtherRoom = onlyKnows("lmdb", "lmdb");

  @ArchTest static final ArchRule log_knowsNoOtherRoom = onlyKnows("log", "log");

  @ArchTest
  static final ArchRule jinja_knowsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("dev.fulgur.jinja..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.fulgur.jinja..", "java..", "javax..", "org.jspecify..");

  @ArchTest
  static final ArchRule store_knowsLmdbAndLog = onlyKnows("store", "store", "lmdb", "log");

  @ArchTest static final ArchRule tracker_knowsTheStore = onlyKnows("tracker", "tracker", "store");

  @ArchTest
  static final ArchRule prompts_knowStoreAndJinja =
      onlyKnows("prompts", "prompts", "store", "jinja");

  @ArchTest
  static final ArchRule lmdbTypes_stayBelowTheEngine =
      noClasses()
          .that(
              resideInAnyPackage("dev.fulgur..")
                  .and(
                      notIn(
                          "dev.fulgur.lmdb..", "dev.fulgur.store.engine..", "dev.fulgur.bench..")))
          .should()
          .dependOnClassesThat(resideInAPackage("dev.fulgur.lmdb.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule rivals_stayInBench =
      noClasses()
          .that(notIn("dev.fulgur.bench.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.lmdbjava..",
              "org.rocksdb..",
              "org.h2..",
              "jetbrains.exodus..",
              "com.hubspot.jinjava..",
              "io.pebbletemplates..")
          .allowEmptyShould(true);

  private static ArchRule onlyKnows(String room, String... rooms) {
    String[] allowed = new String[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      allowed[i] = "dev.fulgur." + rooms[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("dev.fulgur." + room + "..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.fulgur..").and(notIn(allowed)))
        .allowEmptyShould(true);
  }

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaClass>
      notIn(String... packages) {
    return com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(packages));
  }
}
