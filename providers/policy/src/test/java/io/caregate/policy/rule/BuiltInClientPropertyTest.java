package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class BuiltInClientPropertyTest {

    private static final String SERVER = "https://login.example/auth";

    @Provide
    Arbitrary<String> requests() {
        Arbitrary<String> rest = Arbitraries.of(
                        "/",
                        "..",
                        ".",
                        "%2e",
                        "%2f",
                        "%5c",
                        "\\",
                        "@evil.example",
                        "?",
                        "#",
                        "*",
                        ";",
                        "x",
                        "-evil",
                        " ",
                        ":1",
                        "%41")
                .list()
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
        return Arbitraries.of(
                        SERVER + "/realms/healthcare/account/",
                        SERVER + "/realms/healthcare/account",
                        SERVER,
                        "https://login.example")
                .flatMap(start -> rest.map(start::concat));
    }

    @Property(tries = 3000)
    void whatMatchesStaysBelowTheConsoleHoweverItIsResolved(@ForAll("requests") String requested) {
        boolean matches = BuiltInClient.ACCOUNT.matches(requested, SERVER, "healthcare");
        Statistics.label("matches").collect(matches).coverage(coverage -> coverage.check(true)
                .percentage(share -> share > 3));
        if (matches) {
            String location = requested
                    .split("[?#]", 2)[0]
                    .replace("%2e", ".")
                    .replace("%2f", "/")
                    .replace("%5c", "/");
            URI resolved = URI.create(location).normalize();
            assertThat(resolved.getRawAuthority()).isEqualTo("login.example");
            assertThat(resolved.getRawPath() + "/").startsWith("/auth/realms/healthcare/account/");
            assertThat(List.of(requested.split(""))).doesNotContain("*", "\\", " ");
        }
    }
}
