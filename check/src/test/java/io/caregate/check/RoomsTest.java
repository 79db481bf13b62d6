package io.caregate.check;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final String ROOT = "io.caregate.check.";
    private static final String RULES = "io.caregate.policy.rule";
    private static final String POSTURE = "io.caregate.policy.posture";

    /** What each room may use of the others and of the libraries; from the policy JAR, only its rules. */
    private static final Map<String, List<String>> MAY_USE = Map.of(
            "source", List.of(POSTURE, "com.fasterxml.jackson.core..", "org.yaml.snakeyaml.."),
            "client", List.of(ROOT + "source", RULES, POSTURE, "com.fasterxml.jackson.core.."),
            "report",
                    List.of(
                            ROOT + "source",
                            ROOT + "client",
                            RULES,
                            POSTURE,
                            "com.fasterxml.jackson.core..",
                            "javax.xml.stream.."),
            "cli", List.of(ROOT + "source", ROOT + "client", ROOT + "report", RULES, "picocli.."));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.caregate.check");

    @Test
    void roomWhenItUsesAnotherThenOneBelowIt() {
        MAY_USE.forEach((room, used) -> classes()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(ROOT + room, "java..", "org.jspecify.annotations"), used.stream())
                                .toArray(String[]::new))
                .check(CLASSES));
    }
}
