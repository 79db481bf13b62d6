package io.caregate.auditlog;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.caregate.auditlog.entry.EntryText;
import org.junit.jupiter.api.Test;

/** The code that the log and its verifier share is pure, and the reader of an entry shares nothing with its writer. */
class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.auditlog");

    @Test
    void moduleWhenItUsesAnythingThenOnlyJavaWithoutFilesDatabasesAndNetwork() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.caregate.auditlog..",
                        "java.io",
                        "java.lang..",
                        "java.math",
                        "java.nio",
                        "java.nio.charset",
                        "java.security..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify.annotations")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*|java\\.util\\.logging\\..*")
                .check(CLASSES);
        noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS).check(CLASSES);
    }

    @Test
    void treeWhenItHashesEntriesThenKnowsNothingOfThem() {
        noClasses()
                .that()
                .resideInAPackage("..auditlog.tree..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..auditlog.entry..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..auditlog.entry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..auditlog.tree..")
                .check(CLASSES);
    }

    @Test
    void readerWhenItReadsAnEntryThenWithNothingOfWhatWritesOne() {
        noClasses()
                .that(belongToAnyOf(EntryText.class))
                .should()
                .dependOnClassesThat(resideInAPackage("io.caregate..").and(not(belongToAnyOf(EntryText.class))))
                .check(CLASSES);
    }
}
