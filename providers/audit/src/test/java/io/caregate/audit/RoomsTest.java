package io.caregate.audit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.caregate.resource.ServerLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit");

    @ParameterizedTest
    @ValueSource(strings = {"record", "tree", "lease"})
    void floorsKnowNoServer(String room) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..", "com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void formatsKnowNoServer() {
        noClasses()
                .that()
                .resideInAPackage("..audit.format..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "record, capture",
        "record, seal",
        "record, read",
        "record, tree",
        "record, lease",
        "tree, record",
        "tree, lease",
        "tree, capture",
        "tree, seal",
        "tree, read",
        "lease, tree",
        "lease, capture",
        "lease, seal",
        "lease, read",
        "capture, tree",
        "capture, lease",
        "read, lease",
        "capture, seal",
        "capture, read",
        "seal, capture",
        "seal, read",
        "read, capture",
        "read, seal",
        "format, tree",
        "format, lease",
        "format, capture",
        "format, seal",
        "format, read",
        "record, format",
        "tree, format",
        "lease, format",
        "capture, format",
        "seal, format",
        "sink, tree",
        "sink, lease",
        "sink, capture",
        "sink, seal",
        "sink, read",
        "record, sink",
        "tree, sink",
        "lease, sink",
        "format, sink",
        "capture, sink",
        "seal, sink",
        "read, sink",
        "sink, deliver",
        "sink, file",
        "record, deliver",
        "tree, deliver",
        "lease, deliver",
        "format, deliver",
        "capture, deliver",
        "seal, deliver",
        "read, deliver",
        "read, file",
        "deliver, capture",
        "deliver, seal",
        "deliver, read",
        "deliver, file",
        "file, deliver",
        "file, lease",
        "file, tree",
        "file, capture",
        "file, seal",
        "file, read",
        "sink, http",
        "sink, webhook",
        "http, format",
        "http, record",
        "http, tree",
        "http, lease",
        "http, capture",
        "http, seal",
        "http, read",
        "http, deliver",
        "http, file",
        "http, webhook",
        "webhook, tree",
        "webhook, lease",
        "webhook, capture",
        "webhook, seal",
        "webhook, read",
        "webhook, deliver",
        "webhook, file",
        "deliver, http",
        "deliver, webhook",
        "read, http",
        "read, webhook",
        "status, tree",
        "status, capture",
        "status, seal",
        "status, read",
        "status, deliver",
        "status, sink",
        "status, format",
        "record, status",
        "tree, status",
        "lease, status",
        "capture, status",
        "seal, status",
        "sink, status",
        "deliver, status",
        "integrity, lease",
        "integrity, capture",
        "integrity, seal",
        "integrity, read",
        "integrity, format",
        "integrity, sink",
        "integrity, deliver",
        "integrity, status",
        "record, integrity",
        "tree, integrity",
        "lease, integrity",
        "capture, integrity",
        "sink, integrity",
        "format, integrity",
        "file, integrity",
        "http, integrity",
        "webhook, integrity",
        "record, change",
        "change, record",
        "tree, change",
        "change, tree",
        "lease, change",
        "change, lease",
        "format, change",
        "change, format",
        "sink, change",
        "change, sink",
        "status, change",
        "change, status",
        "file, change",
        "change, file",
        "http, change",
        "change, http",
        "webhook, change",
        "change, webhook",
        "deliver, change",
        "change, deliver",
        "seal, change",
        "change, seal",
        "read, change",
        "change, read",
        "change, capture"
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
    @CsvSource({
        "record",
        "tree",
        "lease",
        "format",
        "sink",
        "status",
        "integrity",
        "file",
        "http",
        "webhook",
        "deliver",
        "capture",
        "change",
        "seal",
        "read"
    })
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
    void onlyTheRestKnowsMoreThanTheLogOfTheRoomThatEveryJarHas() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..audit.read..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.caregate.resource..").and(not(type(ServerLog.class))))
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

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jboss.logging..", "java.util.logging..", "org.slf4j..")
                .check(CLASSES);
        noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS).check(CLASSES);
    }
}
