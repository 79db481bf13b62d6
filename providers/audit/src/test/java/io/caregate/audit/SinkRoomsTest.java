package io.caregate.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package that assembles the rooms finds a built-in sink in the same way as one of another JAR: by its service. */
class SinkRoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit");

    @ParameterizedTest
    @ValueSource(strings = {"elastic", "fhir", "otlp", "splunk", "syslog"})
    void nobodyKnowsTheSink(String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..audit." + room + "..")
                .check(CLASSES);
    }

    /** In the packed JAR the foundation has another package, so a sink of another JAR would not link to it. */
    @Test
    void signatureWhenASinkOfAnotherJarCallsItThenNoTypeOfTheFoundation() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getPackageName().matches(".*\\.audit\\.(sink|format)"))
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(code -> !code.getModifiers().contains(JavaModifier.PRIVATE))
                        .flatMap(code ->
                                Stream.concat(Stream.of(code.getRawReturnType()), code.getRawParameterTypes().stream()))
                        .map(JavaClass::getName))
                .contains("io.caregate.audit.sink.SinkSettings", "org.keycloak.ServerStartupError")
                .noneMatch(name -> name.startsWith("io.caregate.foundation."));
    }
}
