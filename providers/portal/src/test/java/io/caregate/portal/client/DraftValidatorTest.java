package io.caregate.portal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.key.KeySource;
import io.caregate.portal.problem.FieldError;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DraftValidatorTest {
    private static final List<String> URIS = List.of("https://app.example/callback");

    private final DraftValidator validator = new DraftValidator(Set.of("health-api"), Set.of("health-api:system"));

    private static ClientSpec spec(ClientType clientType, String name, List<String> uris, List<String> origins) {
        return new ClientSpec(
                clientType, name, null, null, uris, origins, List.of("health-api"), null, null, null, null);
    }

    /** A new client that asks for these, and has an address if its kind needs one. */
    private static ClientSpec asking(
            ClientType clientType, @Nullable List<String> scopes, @Nullable List<String> roles) {
        return new ClientSpec(
                clientType,
                "App",
                null,
                null,
                clientType.signsIn() ? URIS : null,
                null,
                scopes,
                null,
                null,
                roles,
                null);
    }

    private List<String> errors() {
        return errors(validator);
    }

    private static List<String> errors(DraftValidator asked) {
        return asked.errors().stream()
                .map(error -> error.pointer() + " " + error.code())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(ClientType.class)
    void specWhenCompleteThenNoError(ClientType clientType) {
        Draft draft =
                validator.create(spec(clientType, "App", clientType == ClientType.SERVICE ? null : URIS, List.of()));

        assertThat(errors()).isEmpty();
        assertThat(draft.environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(draft.authentication())
                .isEqualTo(
                        clientType == ClientType.WEB || clientType == ClientType.SERVICE
                                ? Authentication.SECRET
                                : Authentication.NONE);
    }

    @Test
    void specWhenEmptyThenEveryMissingFieldIsNamed() {
        validator.create(new ClientSpec(null, null, null, null, null, null, null, null, null, null, null));
        validator.purpose(null, true);

        assertThat(errors())
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
        validator.create(spec(ClientType.WEB, name, URIS, List.of()));

        assertThat(validator.errors()).extracting(FieldError::code).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void entriesWhenWrongThenEachKeepsItsPlace() {
        Draft draft = validator.create(spec(
                ClientType.SPA,
                "App",
                Arrays.asList("https://a.example/", "", null, "https://a.example/", "x".repeat(256)),
                Collections.nCopies(21, "https://a.example")));

        assertThat(errors())
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
    void fieldWhenTheKindHasNoneThenRefused(ClientType clientType, String uris, String origins) {
        validator.create(spec(clientType, "App", URIS, List.of("https://app.example")));

        assertThat(errors()).isEqualTo(uris == null ? List.of(origins) : List.of(uris, origins));
    }

    @Test
    void entryWhenNullWhereTheKindHasNoneThenRefused() {
        validator.create(spec(ClientType.NATIVE, "App", URIS, Arrays.asList((String) null)));

        assertThat(errors()).containsExactly("#/webOrigins not-for-kind");
    }

    @ParameterizedTest
    @CsvSource({
        "SPA, SECRET, #/authentication not-for-kind",
        "NATIVE, KEYS, #/authentication not-for-kind",
        "WEB, NONE, #/authentication not-for-kind",
        "WEB, KEYS, #/keys required"
    })
    void authenticationWhenItDoesNotFitTheKindThenRefused(
            ClientType clientType, Authentication authentication, String error) {
        validator.create(
                new ClientSpec(clientType, "App", null, null, URIS, null, null, authentication, null, null, null));

        assertThat(errors()).containsExactly(error);
    }

    @Test
    void keysWhenTheClientHasASecretThenRefused() {
        validator.create(new ClientSpec(
                ClientType.WEB, "App", null, null, URIS, null, null, null, new KeySource("x", null, null), null, null));

        assertThat(errors()).containsExactly("#/keys not-for-kind");
    }

    @Test
    void scopeWhenNotToChooseThenRefusedAndLeftOut() {
        Draft draft = validator.create(asking(ClientType.WEB, List.of("health-api", "admin"), null));

        assertThat(errors()).containsExactly("#/scopes/1 unknown-scope");
        assertThat(draft.scopes()).containsExactly("health-api");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            SERVICE | health-api:system            | null                        | health-api:system
            SERVICE | health-api:system other:role | #/roles/1 unknown-role      | health-api:system
            SERVICE | realm-admin                  | #/roles/0 unknown-role      | null
            WEB     | health-api:system            | #/roles not-for-kind        | null
            SPA     | health-api:system            | #/roles not-for-kind        | null
            """)
    void roleWhenOfNoApiOrForUsersThenRefusedAndLeftOut(
            ClientType clientType, String roles, @Nullable String error, @Nullable String left) {
        Draft draft = validator.create(asking(clientType, null, List.of(roles.split(" "))));

        assertThat(errors()).isEqualTo(error == null ? List.of() : List.of(error));
        assertThat(draft.roles()).isEqualTo(left == null ? List.of() : List.of(left));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            null              | old:role                   | false
            health-api:system | health-api:system old:role | true
            """)
    void changeWhenItAsksForARoleThenItKeepsThoseThatThereAre(@Nullable String asked, String roles, boolean wantsMore) {
        Draft current = new Draft(
                ClientType.SERVICE,
                "App",
                "",
                Environment.PRODUCTION,
                List.of(),
                List.of(),
                List.of(),
                Authentication.SECRET,
                null,
                List.of("old:role"));

        Draft wanted = validator.change(
                new ClientChange(
                        "App",
                        null,
                        Environment.PRODUCTION,
                        null,
                        null,
                        null,
                        asked == null ? null : List.of(asked),
                        null),
                current);

        assertThat(errors()).isEmpty();
        assertThat(wanted.roles()).containsExactly(roles.split(" "));
        assertThat(wanted.wantsMoreRolesThan(current)).isEqualTo(wantsMore);
        assertThat(wanted.reachesFurtherThan(current)).isEqualTo(wantsMore);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            SERVICE | system/Patient.rs | null
            WEB     | system/Patient.rs | #/scopes/0 scope-not-for-kind
            SPA     | user/Patient.rs   | null
            SERVICE | user/Patient.rs   | #/scopes/0 scope-not-for-kind
            """)
    void scopeWhenTheKindCannotUseItThenRefused(ClientType clientType, String scope, @Nullable String error) {
        DraftValidator ofFhir = new DraftValidator(Set.of("system/Patient.rs", "user/Patient.rs"), Set.of());
        Draft draft = ofFhir.create(asking(clientType, List.of(scope), null));

        assertThat(errors(ofFhir)).isEqualTo(error == null ? List.of() : List.of(error));
        assertThat(draft.scopes()).isEqualTo(error == null ? List.of(scope) : List.of());
    }

    /** An administrator may have given it what no developer can choose. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            old              | https://a.example | null
            old other        | https://a.example | #/scopes/1 unknown-scope
            old              | https://b.example | #/webOrigins not-for-kind
            """)
    void changeWhenTheClientHasItAlreadyThenItStays(String scopes, String origin, @Nullable String error) {
        Draft current = new Draft(
                ClientType.NATIVE,
                "App",
                "",
                Environment.PRODUCTION,
                URIS,
                List.of("https://a.example"),
                List.of("old"),
                Authentication.NONE,
                null,
                List.of());

        Draft wanted = validator.change(
                new ClientChange(
                        "App",
                        "new",
                        Environment.PRODUCTION,
                        URIS,
                        List.of(origin),
                        List.of(scopes.split(" ")),
                        null,
                        null),
                current);

        assertThat(errors()).isEqualTo(error == null ? List.of() : List.of(error));
        if (error == null) {
            assertThat(wanted.scopes()).containsExactly("old");
            assertThat(wanted.webOrigins()).containsExactly("https://a.example");
        }
    }
}
