package io.caregate.portal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.client.ProtectedApis.Api;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectedApisTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            therapist##health-api:system          | therapist,health-api:system | health-api:system
            therapist                             | therapist                   | therapist
            therapist##nurse                      | therapist,nurse             | therapist,nurse
            api:system##api:reader                | api:system,api:reader       | api:system,api:reader
            ' therapist ##therapist'              | therapist                   | therapist
            https://api.example.org:system        | https://api.example.org:system | https://api.example.org:system
            '##'                                  | ''                          | ''
            """)
    void apiWhenItKnowsRolesOfClientsThenOnlyThoseAreForServiceAccounts(
            String attribute, String required, String services) {
        Api api = Api.of("health-api", attribute);

        assertThat(String.join(",", api.requiredRoles())).isEqualTo(required);
        assertThat(String.join(",", api.serviceRoles())).isEqualTo(services);
    }

    @ParameterizedTest
    @CsvSource({
        "health-api, WEB SPA NATIVE SERVICE",
        "care-roles, WEB SPA NATIVE SERVICE",
        "system/Patient.rs, SERVICE",
        "system/*.rs, SERVICE",
        "systematic, WEB SPA NATIVE SERVICE",
        "user/Patient.rs, WEB SPA NATIVE",
        "patient/*.rs, WEB SPA NATIVE",
        "launch/patient, WEB SPA NATIVE",
        "launch, WEB SPA NATIVE",
        "launcher, WEB SPA NATIVE SERVICE",
        "offline_access, WEB SPA NATIVE",
        "address, WEB SPA NATIVE",
    })
    void scopeWhenItsNameSaysWhoActsThenOnlyForThoseKinds(String scope, String kinds) {
        assertThat(ClientType.using(scope))
                .isEqualTo(List.of(kinds.split(" ")).stream()
                        .map(ClientType::valueOf)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "My app, my-app",
        "Käfer & Söhne GmbH, kaefer-soehne-gmbh",
        "ÜBERWEISUNG, ueberweisung",
        "Straße 5, strasse-5",
        "Café São Paulo, cafe-sao-paulo",
        "'  --x--  ', x",
        "中文, ''",
    })
    void clientIdWhenTheNameHasUmlautsThenSpelledWithout(String name, String slug) {
        assertThat(ClientRepresentations.slug(name)).isEqualTo(slug);
    }
}
