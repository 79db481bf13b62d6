package io.caregate.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A built-in sink knows as little of the log as one in another JAR would. */
class SinkRoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit");

    @ParameterizedTest
    @CsvSource({"syslog, fhir", "fhir, syslog"})
    void sinkKnowsNothingButTheSpiAndTheFormats(String room, String other) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.caregate.audit",
                        "..audit.capture..",
                        "..audit.deliver..",
                        "..audit.lease..",
                        "..audit.read..",
                        "..audit.seal..",
                        "..audit.tree..",
                        "..audit.file..",
                        "..audit.webhook..",
                        "..audit." + other + "..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"syslog", "fhir"})
    void nobodyKnowsTheSink(String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..audit." + room + "..")
                .check(CLASSES);
    }
}
