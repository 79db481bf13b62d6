package io.caregate.portal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.key.KeySource;
import io.caregate.portal.problem.FieldFlaw;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DraftCheckTest {
    private static final List<String> URIS = List.of("https://app.example/callback");

    private final DraftCheck check = new DraftCheck(Set.of("health-api"));

    private static ClientSpec spec(Kind kind, String name, List<String> uris, List<String> origins) {
        return new ClientSpec(kind, name, null, null, uris, origins, List.of("health-api"), null, null, null);
    }

    private List<String> flaws() {
        return check.flaws().stream()
                .map(flaw -> flaw.pointer() + " " + flaw.code())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void specWhenCompleteThenNoFlaw(Kind kind) {
        Draft draft = check.create(spec(kind, "App", kind == Kind.SERVICE ? null : URIS, List.of()));

        assertThat(flaws()).isEmpty();
        assertThat(draft.environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(draft.authentication())
                .isEqualTo(kind == Kind.WEB || kind == Kind.SERVICE ? Authentication.SECRET : Authentication.NONE);
    }

    @Test
    void specWhenEmptyThenEveryMissingFieldIsNamed() {
        check.create(new ClientSpec(null, null, null, null, null, null, null, null, null, null));
        check.purpose(null, true);

        assertThat(flaws())
                .containsExactly(
                        "#/kind required", "#/name required", "#/redirectUris required", "#/purpose purpose-required");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            null        | required
            '  '        | required
            A           |
            81          | too-long
            80          |
            aNULb        | control-character
            aRLOb        | control-character
            aLONEb       | control-character
            Ärztehaus 😀 |
            """)
    void nameWhenGivenThenBoundedAndPrintable(String given, String code) {
        String name = given;
        if (given != null && given.matches("[0-9]+")) {
            name = "x".repeat(Integer.parseInt(given));
        } else if (given != null) {
            name = given.replace("NUL", "\0").replace("RLO", "\u202e").replace("LONE", "\ud800");
        }
        check.create(spec(Kind.WEB, name, URIS, List.of()));

        assertThat(check.flaws()).extracting(FieldFlaw::code).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void entriesWhenWrongThenEachKeepsItsPlace() {
        Draft draft = check.create(spec(
                Kind.SPA,
                "App",
                Arrays.asList("https://a.example/", "", null, "https://a.example/", "x".repeat(256)),
                Collections.nCopies(21, "https://a.example")));

        assertThat(flaws())
                .containsExactly(
                        "#/redirectUris/1 empty",
                        "#/redirectUris/2 empty",
                        "#/redirectUris/3 duplicate",
                        "#/redirectUris/4 too-long",
                        "#/webOrigins too-many");
        assertThat(draft.redirectUris()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"SERVICE, #/redirectUris not-for-kind, #/webOrigins not-for-kind", "NATIVE, , #/webOrigins not-for-kind"
    })
    void fieldWhenTheKindHasNoneThenSaidSo(Kind kind, String uris, String origins) {
        check.create(spec(kind, "App", URIS, List.of("https://app.example")));

        assertThat(flaws()).isEqualTo(uris == null ? List.of(origins) : List.of(uris, origins));
    }

    @ParameterizedTest
    @CsvSource({
        "SPA, SECRET, #/authentication not-for-kind",
        "NATIVE, KEYS, #/authentication not-for-kind",
        "WEB, NONE, #/authentication not-for-kind",
        "WEB, KEYS, #/keys required"
    })
    void authenticationWhenItDoesNotFitTheKindThenSaidSo(Kind kind, Authentication authentication, String flaw) {
        check.create(new ClientSpec(kind, "App", null, null, URIS, null, null, authentication, null, null));

        assertThat(flaws()).containsExactly(flaw);
    }

    @Test
    void keysWhenTheClientHasASecretThenSaidSo() {
        check.create(new ClientSpec(
                Kind.WEB, "App", null, null, URIS, null, null, null, new KeySource("x", null, null), null));

        assertThat(flaws()).containsExactly("#/keys not-for-kind");
    }

    @Test
    void scopeWhenNotToChooseThenSaidSoAndLeftOut() {
        Draft draft = check.create(new ClientSpec(
                Kind.WEB, "App", null, null, URIS, null, List.of("health-api", "admin"), null, null, null));

        assertThat(flaws()).containsExactly("#/scopes/1 unknown-scope");
        assertThat(draft.scopes()).containsExactly("health-api");
    }

    @Test
    void changeWhenItAddsNothingThenItReachesNoFurther() {
        Draft current = draft(Environment.PRODUCTION, "https://a.example/", "https://b.example/");

        assertThat(draft(Environment.PRODUCTION, "https://a.example/").reachesNoFurtherThan(current))
                .isTrue();
        assertThat(draft(Environment.PRODUCTION, "https://c.example/").reachesNoFurtherThan(current))
                .isFalse();
        assertThat(draft(Environment.ACCEPTANCE, "https://a.example/").reachesNoFurtherThan(current))
                .isFalse();
        assertThat(named("Other", Environment.PRODUCTION, "https://a.example/").reachesNoFurtherThan(current))
                .isFalse();
    }

    private static Draft draft(Environment environment, String... uris) {
        return named("App", environment, uris);
    }

    private static Draft named(String name, Environment environment, String... uris) {
        return new Draft(
                Kind.WEB, name, "", environment, List.of(uris), List.of(), List.of(), Authentication.SECRET, null);
    }
}
