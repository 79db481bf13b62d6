package io.caregate.audit.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.foundation.house.HouseRules;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The one exception to "no JAR of the pack knows another": the SPI that this JAR exists for, and the formats. */
class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.caregate.audit.kafka");

    @Test
    void sinkKnowsNothingOfTheLogButSpiAndFormats() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.caregate.audit",
                        "io.caregate.audit.capture..",
                        "io.caregate.audit.deliver..",
                        "io.caregate.audit.export..",
                        "io.caregate.audit.lease..",
                        "io.caregate.audit.proof..",
                        "io.caregate.audit.query..",
                        "io.caregate.audit.read..",
                        "io.caregate.audit.record..",
                        "io.caregate.audit.seal..",
                        "io.caregate.auditlog..",
                        "io.caregate.policy..",
                        "io.caregate.portal..",
                        "com.fasterxml..",
                        "org.hibernate..")
                .check(CLASSES);
    }

    @Test
    void theSinkIsRegisteredWithItsId() {
        assertThat(ServiceLoader.load(SinkFactory.class))
                .filteredOn(factory -> factory.getClass().getName().startsWith("io.caregate.audit.kafka."))
                .singleElement()
                .satisfies(factory -> assertThat(factory.getId()).isEqualTo("kafka"));
    }

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        HouseRules.assertLogsThroughServerLog(CLASSES);
    }
}
