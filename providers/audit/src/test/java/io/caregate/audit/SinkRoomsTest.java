package io.caregate.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What puts the rooms together finds a built-in sink as it finds one of another JAR: by its service. */
class SinkRoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit");

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
