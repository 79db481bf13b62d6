package io.caregate.foundation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.caregate.foundation.log.ServerLog;
import org.junit.jupiter.api.Test;

class RoomTest {
    @Test
    void moduleWhenItUsesAnythingThenNoJarOfThePack() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.caregate.policy..", "io.caregate.audit..", "io.caregate.portal..")
                .check(new ClassFileImporter().importPackages("io.caregate.foundation"));
    }

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.caregate.foundation");
        noClasses()
                .that()
                .doNotBelongToAnyOf(ServerLog.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jboss.logging..", "java.util.logging..", "org.slf4j..")
                .check(classes);
        noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS).check(classes);
    }
}
