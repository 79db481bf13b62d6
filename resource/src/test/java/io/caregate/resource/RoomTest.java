package io.caregate.resource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class RoomTest {
    @Test
    void roomWhenItUsesAnythingThenNoJarOfThePack() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.caregate.policy..", "io.caregate.audit..", "io.caregate.portal..")
                .check(new ClassFileImporter().importPackages("io.caregate.resource"));
    }
}
