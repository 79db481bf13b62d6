package io.caregate.audit.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit.verify");

    @Test
    void verifierWhenItUsesTheLogThenItsTreeOnly() {
        classes()
                .that()
                .resideInAPackage("..audit.verify..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.caregate.audit.verify..",
                        "io.caregate.audit.tree..",
                        "com.fasterxml.jackson.core..",
                        "picocli..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void libraryWhenItIsUsedAloneThenItKnowsNoCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("io.caregate.audit.verify")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.caregate.audit.verify.cli..", "picocli..")
                .check(CLASSES);
    }
}
