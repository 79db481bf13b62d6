package io.caregate.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit");

    @Test
    void recordKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("..audit.record..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..", "com.fasterxml..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "record, capture",
        "record, seal",
        "record, read",
        "capture, seal",
        "capture, read",
        "seal, capture",
        "seal, read",
        "read, capture",
        "read, seal"
    })
    void roomsDoNotKnowEachOther(String room, String other) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..audit." + other + "..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"record", "capture", "seal", "read"})
    void roomsDoNotKnowWhatPutsThemTogether(String room) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.caregate.audit")
                .check(CLASSES);
    }

    @Test
    void noJarOfThePackKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.caregate.policy..", "io.caregate.portal..")
                .check(CLASSES);
    }
}
