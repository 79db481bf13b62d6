package io.caregate.audit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.AuditListenerProviderFactory;
import io.caregate.audit.capture.CaptureOptions;
import io.caregate.audit.deliver.RetentionOptions;
import io.caregate.audit.elastic.ElasticSinkFactory;
import io.caregate.audit.fhir.FhirSinkFactory;
import io.caregate.audit.file.FileSinkFactory;
import io.caregate.audit.notice.NoticeOptions;
import io.caregate.audit.otlp.OtlpSinkFactory;
import io.caregate.audit.seal.SealOptions;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import io.caregate.audit.splunk.SplunkSinkFactory;
import io.caregate.audit.syslog.SyslogSinkFactory;
import io.caregate.audit.webhook.WebhookSinkFactory;
import io.caregate.audit.witness.PublicationOptions;
import io.caregate.foundation.option.OptionsDocument;
import io.caregate.foundation.option.TestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.Config;

/** The options of {@code docs/options.md} are those that the JAR reads. */
class OptionsDocumentTest {
    private static final String LISTENER = "--spi-events-listener--" + CaptureOptions.PROVIDER_ID + "--";
    private static final String FOLDER = "the folder may be on a disk that is mounted later";

    @Test
    void optionWhenItExistsThenDocumentedAndNoOtherIs() {
        assertThat(OptionsDocument.of(LISTENER + ".+").options())
                .containsExactlyElementsOf(Stream.of(
                                CaptureOptions.NAMES,
                                SealOptions.NAMES,
                                RetentionOptions.NAMES,
                                PublicationOptions.NAMES,
                                NoticeOptions.NAMES)
                        .flatMap(List::stream)
                        .map(LISTENER::concat)
                        .toList());
    }

    @Test
    void optionWhenItsValueIsBadThenTheStartStopsWithOneFormOfSentence() {
        OptionsDocument.of(LISTENER + ".+")
                .assertComplaints(
                        Map.of(),
                        Map.of(LISTENER + "spill-dir", FOLDER, LISTENER + "node-name", "a node may have any name"),
                        given -> TestConfig.during(given, () -> {
                            new AuditListenerProviderFactory().init(Config.scope());
                            return given;
                        }));
    }

    @Test
    void optionOfTheFileSinkWhenBadThenTheSameForm() {
        sink(new FileSinkFactory(), FileSinkFactory.NAMES, Map.of("directory", "."), Map.of("directory", FOLDER));
    }

    @Test
    void optionOfTheWebhookSinkWhenBadThenTheSameForm(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "whsec_" + "A".repeat(32));
        sink(
                new WebhookSinkFactory(),
                WebhookSinkFactory.NAMES,
                Map.of("url", "https://siem.example.org/", "secret-file", secret.toString()),
                Map.of());
    }

    @Test
    void optionOfTheFhirSinkWhenBadThenTheSameForm() {
        sink(new FhirSinkFactory(), FhirSinkFactory.NAMES, Map.of("url", "https://fhir.example.org/"), Map.of());
    }

    @Test
    void optionOfTheElasticSinkWhenBadThenTheSameForm() {
        sink(new ElasticSinkFactory(), ElasticSinkFactory.NAMES, Map.of("url", "https://es.example.org/"), Map.of());
    }

    @Test
    void optionOfTheSplunkSinkWhenBadThenTheSameForm(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "00000000-0000-0000-0000-000000000000");
        sink(
                new SplunkSinkFactory(),
                SplunkSinkFactory.NAMES,
                Map.of("url", "https://splunk.example.org:8088", "token-file", token.toString()),
                Map.of());
    }

    @Test
    void optionOfTheOtlpSinkWhenBadThenTheSameForm() {
        sink(new OtlpSinkFactory(), OtlpSinkFactory.NAMES, Map.of("url", "https://otel.example.org:4318"), Map.of());
    }

    @Test
    void optionOfTheSyslogSinkWhenBadThenTheSameForm() {
        sink(
                new SyslogSinkFactory(),
                SyslogSinkFactory.NAMES,
                Map.of("host", "siem.example.org"),
                Map.of("host", "whether a host exists is known when it is called"));
    }

    @Test
    void optionOfEverySinkWhenBadThenTheSameForm() {
        String prefix = "--spi-caregate-audit-sink--" + AnyKind.ID + "--";
        OptionsDocument options = OptionsDocument.of(prefix + ".+");
        Stream<String> common = SinkOptions.COMMON.stream()
                .filter(name ->
                        !List.of(SinkOptions.START, SinkOptions.BATCH_SIZE).contains(name));
        assertThat(options.options())
                .containsExactlyElementsOf(Stream.concat(Stream.of(SinkOptions.INSTANCES), common)
                        .map(prefix::concat)
                        .toList());
        options.assertComplaints(
                Map.of(),
                Map.of(prefix + "realms", "a realm may have any name"),
                given -> ConfiguredSink.of(
                        new AnyKind(), new TestConfig(given).scope("caregate-audit-sink", AnyKind.ID)));
    }

    /** What the document calls KIND. */
    private static final class AnyKind extends SinkFactory {
        static final String ID = "KIND";

        AnyKind() {
            super(ID, List.of());
        }

        @Override
        public ConfiguredSink read(SinkOptions options) {
            return options.sink(1, "nowhere", session -> {
                throw new UnsupportedOperationException();
            });
        }
    }

    private static void sink(
            SinkFactory factory, List<String> names, Map<String, String> valid, Map<String, String> anyText) {
        String prefix = "--spi-caregate-audit-sink--" + factory.getId() + "--";
        OptionsDocument options = OptionsDocument.of(prefix + ".+");
        assertThat(options.options())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(names.stream(), Stream.of(SinkOptions.START, SinkOptions.BATCH_SIZE))
                                .map(prefix::concat)
                                .toList());
        options.assertComplaints(
                TestConfig.fullNames(prefix, valid),
                TestConfig.fullNames(prefix, anyText),
                given -> ConfiguredSink.of(
                        factory, new TestConfig(given).scope("caregate-audit-sink", factory.getId())));
    }
}
