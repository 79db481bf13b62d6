package io.caregate.portal.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.TestConfig;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortalOptionsTest {

    private static PortalOptions read(Map<String, String> portal, Map<String, String> policy) {
        Map<String, String> given =
                new HashMap<>(TestConfig.fullNames("--spi-realm-restapi-extension--caregate--", portal));
        given.putAll(TestConfig.fullNames("--spi-client-policy-manager--caregate--", policy));
        return TestConfig.during(given, PortalOptions::read);
    }

    @Test
    void optionsWhenNoneIsGivenThenTheDocumentedDefaults() {
        PortalOptions options = read(Map.of(), Map.of());

        assertThat(options.portal()).isEqualTo(PortalSwitch.AUTO);
        assertThat(options.reportMode()).isFalse();
        assertThat(options.registration()).isEqualTo(RegistrationMode.APPROVAL);
        assertThat(options.mostClients()).isEqualTo(20);
        assertThat(options.mostAnHour()).isEqualTo(10);
        assertThat(options.internalKeyHosts()).isEmpty();
        assertThat(options.notices()).isEmpty();
        assertThat(options.exemptRealms()).containsExactly("master");
    }

    @Test
    void optionsWhenGivenThenRead() {
        PortalOptions options = read(
                Map.of(
                        "registration", "admin-only",
                        "clients-per-developer", "1",
                        "clients-per-hour", "10000",
                        "internal-key-hosts", " Keys.Hospital.example , vault "),
                Map.of("exempt-realms", "master, lab"));

        assertThat(options.registration()).isEqualTo(RegistrationMode.ADMIN_ONLY);
        assertThat(options.internalKeyHosts()).containsExactlyInAnyOrder("keys.hospital.example", "vault");
        assertThat(options.exemptRealms()).containsExactlyInAnyOrder("master", "lab");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none                 | ''",
                " None                | ''",
                "requests             | REQUESTS",
                "Decisions            | DECISIONS",
                "decisions , requests | REQUESTS DECISIONS",
            })
    void noticesWhenListedThenThese(String list, String kinds) {
        assertThat(read(Map.of("notices", list), Map.of()).notices().stream()
                        .map(Enum::name)
                        .sorted(Comparator.reverseOrder())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(kinds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"all", "requests,none", "requests,,decisions", "requests decisions"})
    void noticesWhenAWordIsUnknownThenTheStartSaysWhatIsAllowed(String list) {
        assertThatThrownBy(() -> read(Map.of("notices", list), Map.of()))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContaining("none, or requests and decisions");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # portal | mode    | has client | is on
            auto     | enforce | false      | true
            auto     | enforce | true       | true
            auto     | report  | false      | false
            auto     | report  | true       | true
            on       | report  | false      | true
            on       | enforce | false      | true
            off      | enforce | true       | false
            off      | report  | true       | false
            """)
    void portalWhenReportModeIsTriedThenOnOnlyWhereItWasBefore(
            String portal, String mode, boolean hasClient, boolean on) {
        assertThat(read(Map.of("portal", portal), Map.of("mode", mode)).isOn(() -> hasClient))
                .isEqualTo(on);
    }

    @ParameterizedTest
    @CsvSource({
        "portal, true",
        "registration, open",
        "registration, APPROVAL",
        "clients-per-developer, 0",
        "clients-per-developer, many",
        "clients-per-hour, 10001",
        "clients-per-hour, -1",
        "internal-key-hosts, https://keys.example",
        "internal-key-hosts, *.example",
    })
    void optionWhenOutsideItsRangeThenTheStartStopsWithItsFullName(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value), Map.of()))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContaining("--spi-realm-restapi-extension--caregate--" + name)
                .hasMessageContaining(value)
                .hasMessageContaining("but must be");
    }
}
