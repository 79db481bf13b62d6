package io.caregate.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.caregate.foundation.house.HouseRules;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enforces the map of rooms in {@code docs/architecture/audit.md}. */
class RoomsTest {
    private static final String ROOT = "io.caregate.audit";

    /** The module that the log shares with its verifier. */
    private static final String SHARED = "io.caregate.auditlog";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT, SHARED);
    private static final Map<String, Set<String>> MAY_USE = HouseRules.rooms("audit.md");

    /** Empty for the package that assembles the rooms. */
    private static String room(JavaClass type) {
        String home = type.getPackageName();
        return home.equals(ROOT) ? "" : home.replaceFirst("^io\\.caregate\\.(audit|auditlog)\\.", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "lease"})
    void floorsKnowNoServer(String room) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..", "com.fasterxml..")
                .check(CLASSES);
    }

    /** These know JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"format", "query", "proof", "export"})
    void whatIsReadKnowsNoServer(String room) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..")
                .check(CLASSES);
    }

    @Test
    void roomWhenItUsesAnotherThenOneOfItsRow() {
        HouseRules.assertRooms(CLASSES, ROOT, MAY_USE, RoomsTest::room);
    }

    @Test
    void onlyTheRestKnowsTheHttpOfTheModuleThatEveryJarHas() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..audit.read..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.caregate.foundation.http..")
                .check(CLASSES);
    }

    @Test
    void noJarOfThePackKnowsAnother() {
        HouseRules.assertKnowsNoJar(CLASSES, "policy", "portal");
    }

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        HouseRules.assertLogsThroughServerLog(CLASSES);
    }
}
