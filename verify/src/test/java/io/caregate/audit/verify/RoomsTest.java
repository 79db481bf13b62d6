package io.caregate.audit.verify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.caregate.auditlog.entry.EntryText;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit.verify");

    /** So it shares no code with the writer of an entry. {@code audit-log} ensures that its reader does not either. */
    @Test
    void verifierWhenItUsesTheLogThenItsTreeAndTheReaderOfAnEntryOnly() {
        classes()
                .that()
                .resideInAPackage("..audit.verify..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "com.sun.net.httpserver..",
                                "javax.net.ssl..",
                                "io.caregate.audit.verify..",
                                "io.caregate.auditlog.tree..",
                                "com.fasterxml.jackson.core..",
                                "org.bouncycastle.math.ec.rfc8032..",
                                "picocli..",
                                "org.jspecify..")
                        .or(belongToAnyOf(EntryText.class)))
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
