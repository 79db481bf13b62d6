package io.caregate.audit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.foundation.option.OptionsDocument;
import io.caregate.foundation.option.TestConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InForceTest {
    private static final String AUDIT = "--spi-events-listener--caregate-audit--";

    private static final List<String> KINDS =
            List.of("file", "webhook", "fhir", "elastic", "splunk", "otlp", "syslog", "kafka");

    @TempDir
    private Path providers;

    private SortedMap<String, String> read(Map<String, String> given) {
        return TestConfig.during(given, () -> InForce.read(providers, true, "own", Optional.of("log+1+A")));
    }

    @Test
    void optionWhenThePackHasItThenListedAndNoOtherIs() {
        assertThat(PackOptions.NAMES)
                .containsExactlyInAnyOrderElementsOf(OptionsDocument.of(".+").options().stream()
                        .flatMap(name -> KINDS.stream()
                                .map(kind -> name.replace("--KIND--", "--" + kind + "--"))
                                .distinct())
                        .toList());
        assertThat(PackOptions.NAMES)
                .allMatch(name -> PackOptions.PREFIXES.stream().anyMatch(name::startsWith));
    }

    @Test
    void optionWhenGivenThenShownUnderItsName() {
        Map<String, String> all = PackOptions.NAMES.stream().collect(Collectors.toMap(Function.identity(), n -> "v"));
        SortedMap<String, String> details = read(all);
        for (String name : PackOptions.NAMES) {
            assertThat(details).containsEntry("option." + name.substring("--spi-".length()), "v");
        }
        assertThat(read(Map.of())).allSatisfy((name, value) -> assertThat(name).doesNotStartWith("option."));
    }

    @Test
    void optionWhenSetToNothingThenEmpty() {
        assertThat(read(Map.of("--spi-client-policy-manager--caregate--exempt-realms", "")))
                .containsEntry("option.client-policy-manager--caregate--exempt-realms", "");
    }

    /** A secret may stand where the pack expects none: in an option that is misspelt, or of another JAR's sink. */
    @ParameterizedTest
    @CsvSource({
        AUDIT + "signing-key,                          s3cret, [withheld]",
        "--spi-caregate-audit-sink--webhook--secret,   s3cret, [withheld]",
        "--spi-caregate-audit-sink--other--password,   s3cret, [withheld]",
        "--spi-caregate-audit-sink--webhook--url, https://u:s3cret@siem.example.org/a,"
                + " https://[withheld]@siem.example.org/[withheld]",
        "--spi-caregate-audit-sink--webhook--url, https://siem.example.org/a?token=s3cret,"
                + " https://siem.example.org/[withheld]",
        "--spi-caregate-audit-sink--webhook--url, https://siem.example.org/s3cret, https://siem.example.org/[withheld]",
        "--spi-caregate-audit-sink--webhook--secret-file, /run/secrets/hook, /run/secrets/hook",
        "--spi-caregate-audit-sink--webhook--region-url, https://siem.example.org/a?token=s3cret,"
                + " https://siem.example.org/[withheld]",
        "--spi-caregate-audit-sink--webhook--region-secret,   s3cret, [withheld]",
    })
    void valueWhenItMayBeASecretThenWithheld(String option, String given, String shown) {
        assertThat(read(Map.of(option, given)))
                .containsEntry("option." + option.substring("--spi-".length()), shown)
                .noneSatisfy((name, value) -> assertThat(value).contains("s3cret"));
    }

    @Test
    void modeWhenReadThenThatOfThePolicyOrThatThereIsNone() {
        assertThat(read(Map.of())).containsEntry("policy_mode", "enforce");
        assertThat(read(Map.of("--spi-client-policy-manager--caregate--mode", "report")))
                .containsEntry("policy_mode", "report");
        assertThat(TestConfig.during(Map.of(), () -> InForce.read(providers, false, "off", Optional.empty())))
                .containsEntry("policy_mode", "absent")
                .containsEntry("signing", "off")
                .doesNotContainKey("signing_key");
    }

    @Test
    void jarWhenOfThePackThenWithVersionAndHash() throws IOException {
        jar("caregate-audit.jar", "1.2.3");
        Files.writeString(providers.resolve("caregate-broken.jar"), "abc");
        jar("another.jar", "1");

        SortedMap<String, String> details = read(Map.of());

        assertThat(details.get("jar.caregate-audit.jar")).matches("1\\.2\\.3 sha256:[0-9a-f]{64}");
        assertThat(details.get("jar.caregate-broken.jar")).startsWith("cannot be read");
        assertThat(details).doesNotContainKey("jar.another.jar");
        assertThat(details).containsKey("keycloak").containsEntry("process", "server");
        assertThat(details).containsEntry("signing_key", "log+1+A");
    }

    @Test
    void folderWhenMissingThenSaid() {
        providers = providers.resolve("none");
        assertThat(read(Map.of()).get("jar.*")).startsWith("cannot be listed");
    }

    private void jar(String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        try (OutputStream file = Files.newOutputStream(providers.resolve(name));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.finish();
        }
    }
}
