package io.caregate.portal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftTest {
    private static final Draft CURRENT = draft("App", "", "PRODUCTION", "a b", "a b", "a b");

    private static Draft draft(
            String name, String description, String environment, String uris, String origins, String scopes) {
        return new Draft(
                ClientType.WEB,
                name,
                description,
                Environment.valueOf(environment),
                List.of(uris.split(" ")),
                List.of(origins.split(" ")),
                List.of(scopes.split(" ")),
                Authentication.SECRET,
                null,
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "App, '', PRODUCTION, a b, a b, a b, false",
        "App, New, PRODUCTION, a b, a b, a b, false",
        "App, '', PRODUCTION, b, b, b, false",
        "App, '', PRODUCTION, b a, b a, b a, false",
        "New, '', PRODUCTION, a b, a b, a b, true",
        "App, '', ACCEPTANCE, a b, a b, a b, true",
        "App, '', PRODUCTION, a c, a b, a b, true",
        "App, '', PRODUCTION, a b, a b c, a b, true",
        "App, '', PRODUCTION, a b, a b, c, true",
    })
    void changeWhenItOnlyRemovesOrDescribesThenItReachesNoFurther(
            String name,
            String description,
            String environment,
            String uris,
            String origins,
            String scopes,
            boolean further) {
        assertThat(draft(name, description, environment, uris, origins, scopes).reachesFurtherThan(CURRENT))
                .isEqualTo(further);
    }
}
