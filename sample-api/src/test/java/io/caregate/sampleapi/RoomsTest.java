package io.caregate.sampleapi;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** Package = room, here too. */
class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.caregate.sampleapi");

    @Test
    void roomWhenItUsesAnotherThenOnlyOneBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("token")
                .definedBy("..sampleapi.token")
                .layer("scope")
                .definedBy("..sampleapi.scope")
                .layer("web")
                .definedBy("..sampleapi.web")
                .layer("fhir")
                .definedBy("..sampleapi.fhir")
                .whereLayer("fhir")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("fhir")
                .whereLayer("scope")
                .mayOnlyBeAccessedByLayers("fhir")
                .whereLayer("token")
                .mayOnlyBeAccessedByLayers("web")
                .check(CLASSES);
    }

    @Test
    void scopeWhenItUsesAnythingThenJavaOnly() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("..sampleapi.scope")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.caregate.sampleapi.scope", "org.jspecify..")
                .check(CLASSES);
    }
}
