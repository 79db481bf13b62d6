package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.API_ID;
import static io.caregate.policy.token.TestRealm.CLIENTS;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.TokenLifespan;
import io.caregate.policy.token.TestRealm.TestClients;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedApisTest {

    private static final RoleRequirement NURSE = RoleRequirement.parse("nurse");

    private static final ProtectedApis APIS = new ProtectedApis(Map.of(), CLIENTS);

    private static List<String> found(ProtectedApis apis, String... audiences) {
        return apis.among(Arrays.asList(audiences)).stream()
                .map(ProtectedApi::clientId)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            health-api                           | portal
            health-api                           | HEALTH-API
            health-api                           | health-api2
            0b0f9f1e-1111-4222-8333-944444444444 | 0b0f9f1e-1111-4222-8333-944444444445
            https://api.example.org              | https://portal.example.org
            https://api.example.org/             | http://api.example.org/
            https://API.example.org:443          | https://api.example.org:444
            https://api.example.org/fhir         | https://api.example.org/FHIR
            urn:client:health-api                | urn:client:portal
            """)
    void audienceWhenItNamesTheApiThenFound(String protectedName, String another) {
        assertThat(found(APIS, protectedName)).containsExactly(API);
        assertThat(found(APIS, another)).isEmpty();
    }

    @Test
    void audienceWhenAnAdministrationOrResourceAddressThenFound() {
        ProtectedApis apis = new ProtectedApis(
                Map.of(),
                new TestClients(client(API)
                        .with(RoleRequirement.ATTRIBUTE, "therapist")
                        .with("resource_url", "https://resource.example.org")
                        .at(null, "https://base.example.org", "https://admin.example.org")));

        assertThat(found(apis, "https://resource.example.org/")).containsExactly(API);
        assertThat(found(apis, "https://base.example.org/")).containsExactly(API);
        assertThat(found(apis, "https://admin.example.org/")).containsExactly(API);
        assertThat(found(apis, "https://other.example.org/")).isEmpty();
    }

    @Test
    void audienceWhenSeveralThenEachOnceInTheirOrder() {
        assertThat(found(APIS, PORTAL, API_ID, API, API)).containsExactly(API, API);
        assertThat(APIS.among(Arrays.asList(PORTAL, API_ID, API, API)))
                .extracting(ProtectedApi::audience)
                .containsExactly(API_ID, API);
    }

    @Test
    void audienceWhenNoneOrNullThenNothing() {
        assertThat(found(APIS)).isEmpty();
        assertThat(found(APIS, (String) null)).isEmpty();
        assertThat(found(APIS, null, API)).containsExactly(API);
    }

    @Test
    void requirementWhenPinnedAndWrittenThenBoth() {
        ProtectedApis apis = new ProtectedApis(Map.of(API, NURSE), CLIENTS);

        assertThat(apis.among(List.of(API)))
                .singleElement()
                .extracting(ProtectedApi::requirements)
                .isEqualTo(List.of(NURSE, RoleRequirement.parse("therapist")));
    }

    @Test
    void requirementWhenPinnedThenAlsoOfAClientThatDoesNotExist() {
        ProtectedApis apis = new ProtectedApis(Map.of("gone", NURSE, PORTAL, NURSE), CLIENTS);

        assertThat(apis.among(List.of("gone")))
                .containsExactly(new ProtectedApi("gone", "gone", List.of(NURSE), TokenLifespan.DEFAULT));
        assertThat(found(apis, "https://portal.example.org")).containsExactly(PORTAL);
        assertThat(found(apis, "urn:client:gone")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "therapist##", ":", "client:"})
    void requirementWhenItCannotBeReadThenItAdmitsNobody(String unreadable) {
        ProtectedApis apis =
                new ProtectedApis(Map.of(), new TestClients(client(API).with(RoleRequirement.ATTRIBUTE, unreadable)));

        assertThat(apis.among(List.of(API)))
                .singleElement()
                .extracting(ProtectedApi::requirements)
                .isEqualTo(List.of(RoleRequirement.NOBODY));
    }

    @ParameterizedTest
    @NullSource
    @CsvSource({"''", "0", "86401", "five"})
    void lifespanWhenAbsentOrOutsideItsRangeThenTheDefault(String attribute) {
        assertThat(lifespan(attribute)).isEqualTo(TokenLifespan.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 86_400})
    void lifespanWhenWrittenThenSo(int seconds) {
        assertThat(lifespan(Integer.toString(seconds))).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static Duration lifespan(String attribute) {
        var api = client(API).with(RoleRequirement.ATTRIBUTE, "therapist");
        ProtectedApis apis = new ProtectedApis(
                Map.of(), new TestClients(attribute == null ? api : api.with(TokenLifespan.ATTRIBUTE, attribute)));
        return apis.among(List.of(API)).get(0).lifespan();
    }
}
