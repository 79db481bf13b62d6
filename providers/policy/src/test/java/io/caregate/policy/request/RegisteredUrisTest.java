package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.BuiltInClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisteredUrisTest {

    private static final String CALLBACK = "https://app.example/cb";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # requested                  | exact
            https://app.example/cb       | true
            https://app.example/cb/      | false
            https://app.example/CB       | false
            https://app.example/cb?a=b   | false
            https://app.example/cb#      | false
            https://app.example/         | false
            http://app.example/cb        | false
            ''                           | false
            none                         | false
            """)
    void redirectUriWhenAskedForThenOnlyTheRegisteredOneIsExact(String requested, boolean exact) {
        assertThat(TestUris.of(CALLBACK).registered().hasRedirectUri(requested)).isEqualTo(exact);
    }

    @Test
    void redirectUriWhenAskedForAgainThenTheSameAnswerAndNoOtherIsTakenForIt() {
        RegisteredUris registered = TestUris.of(CALLBACK).registered();
        assertThat(registered.hasRedirectUri(CALLBACK)).isTrue();
        assertThat(registered.hasRedirectUri(CALLBACK)).isTrue();
        assertThat(registered.hasRedirectUri("https://app.example/other")).isFalse();
        assertThat(registered.hasRedirectUri("https://app.example/other")).isFalse();
        assertThat(registered.hasRedirectUri(null)).isFalse();
    }

    @Test
    void redirectUriWhenTwoAreRegisteredThenEachIsExactWhateverWasAskedBefore() {
        RegisteredUris registered =
                TestUris.of(CALLBACK, "https://app.example/other").registered();
        assertThat(registered.hasRedirectUri(CALLBACK)).isTrue();
        assertThat(registered.hasRedirectUri("https://app.example/other")).isTrue();
        assertThat(registered.hasRedirectUri(CALLBACK)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stored                     | requested
            https://app.example/*        | https://app.example/cb
            *                            | https://app.example/cb
            http://app.example/cb        | http://app.example/cb
            https://app.example/*        | https://app.example/*
            """)
    void redirectUriWhenStoredOneMayNotBeRegisteredThenItMatchesNothing(String stored, String requested) {
        assertThat(TestUris.of(stored).registered().hasRedirectUri(requested)).isFalse();
        assertThat(TestUris.of(stored).registered().areAllExact()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stored                     | requested                  | exact
            https://app.example/out      | https://app.example/out    | true
            https://app.example/out      | https://app.example/out/   | false
            https://app.example/*        | https://app.example/out    | false
            +                            | https://app.example/cb     | false
            """)
    void postLogoutUriWhenAskedForThenOnlyTheRegisteredOneIsExact(String stored, String requested, boolean exact) {
        assertThat(TestUris.of(CALLBACK).postLogout(stored).registered().hasPostLogoutUri(requested))
                .isEqualTo(exact);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stored                     | requested                  | exact
            https://app.example/ro       | https://app.example/ro     | true
            https://app.example/ro       | https://app.example/ro2    | false
            http://app.example/ro        | http://app.example/ro      | false
            https://app.example/*        | https://app.example/*      | false
            https://app.example/*        | https://app.example/ro     | false
            """)
    void requestUriWhenAskedForThenOnlyARegisteredOneThatMayBeRegistered(
            String stored, String requested, boolean exact) {
        assertThat(TestUris.of(CALLBACK).requestObjects(stored).registered().hasRequestUri(requested))
                .isEqualTo(exact);
    }

    @Test
    void singleWhenOneIsRegisteredThenThatOneAndElseNone() {
        assertThat(TestUris.of(CALLBACK).registered().single()).hasValue(CALLBACK);
        assertThat(TestUris.of(CALLBACK, "https://app.example/b").registered().single())
                .isEmpty();
        assertThat(TestUris.of().registered().single()).isEmpty();
    }

    @Test
    void allWhenOneIsAPatternThenNotExactButKeycloaksOwnAre() {
        assertThat(TestUris.of(CALLBACK).registered().areAllExact()).isTrue();
        assertThat(TestUris.of(CALLBACK, "https://app.example/*").registered().areAllExact())
                .isFalse();
        assertThat(TestUris.of("/realms/healthcare/account/*")
                        .registered(BuiltInClient.ACCOUNT)
                        .areAllExact())
                .isTrue();
    }

    @Test
    void clientWhenInKeycloaksShapeThenKeycloaksOwn() {
        assertThat(TestUris.of().registered(BuiltInClient.ACCOUNT).areKeycloaksOwn())
                .isTrue();
        assertThat(TestUris.of().registered().areKeycloaksOwn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # client               | requested                                             | exact
            ACCOUNT                | https://id.example.org/realms/healthcare/account/      | true
            ACCOUNT                | https://id.example.org/realms/healthcare/account/#/x   | true
            ACCOUNT                | https://id.example.org/realms/other/account/           | false
            ACCOUNT                | https://evil.example/realms/healthcare/account/        | false
            ACCOUNT                | https://admin.example.org/realms/healthcare/account/   | false
            SECURITY_ADMIN_CONSOLE | https://admin.example.org/admin/healthcare/console/    | true
            SECURITY_ADMIN_CONSOLE | https://admin.example.org//admin/healthcare/console/   | false
            SECURITY_ADMIN_CONSOLE | https://id.example.org/admin/healthcare/console/       | false
            ADMIN_CLI              | https://id.example.org/realms/healthcare/account/      | false
            """)
    void redirectUriWhenOfKeycloaksOwnClientThenOnTheServersAddress(
            BuiltInClient client, String requested, boolean exact) {
        assertThat(TestUris.of().registered(client).hasRedirectUri(requested)).isEqualTo(exact);
        assertThat(TestUris.of().registered(client).hasPostLogoutUri(requested)).isEqualTo(exact);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # the realm's address  | the browser came by           | exact
            none                   | https://other.example/        | true
            ''                     | https://other.example/        | true
            ' '                    | https://other.example/        | true
            https://id.example.org | https://id.example.org/auth/  | true
            https://id.example.org | https://other.example/        | false
            """)
    void redirectUriWhenTheRealmHasAnAddressOfItsOwnThenOnlyForABrowserThatCameByIt(
            String ofTheRealm, String visited, boolean exact) {
        RegisteredUris registered = TestUris.of().realmAt(ofTheRealm, visited).registered(BuiltInClient.ACCOUNT);
        assertThat(registered.hasRedirectUri(TestUris.ACCOUNT)).isEqualTo(exact);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # stored               | origin               | the pack | Keycloak
            https://app.example    | https://app.example  | true     | true
            https://app.example    | https://evil.example | false    | false
            *                      | https://evil.example | false    | true
            http://app.example     | http://app.example   | false    | true
            """)
    void originWhenStoredThenAnsweredOnlyIfItMayBeRegistered(
            String stored, String origin, boolean byThePack, boolean byKeycloak) {
        RegisteredUris registered = TestUris.of(CALLBACK).origins(stored).registered();
        assertThat(registered.origins().contains(origin)).isEqualTo(byThePack);
        assertThat(registered.keycloakAnswers(origin)).isEqualTo(byKeycloak);
    }

    @Test
    void originWhenOfKeycloaksOwnClientThenAsKeycloakHasThem() {
        assertThat(TestUris.of()
                        .origins(TestUris.SERVER)
                        .registered(BuiltInClient.SECURITY_ADMIN_CONSOLE)
                        .origins())
                .containsExactly(TestUris.SERVER);
    }

    @Test
    void originWhenPlusIsStoredThenThoseOfTheRedirectUris() {
        assertThat(TestUris.of(CALLBACK).origins("+").registered().origins()).containsExactly("https://app.example");
    }

    @Test
    void locationWhenItIsAPatternOrPlainHttpThenItCouldNotBeRegistered() {
        RegisteredUris registered = TestUris.of().registered();
        assertThat(registered.couldRegister(CALLBACK)).isTrue();
        assertThat(registered.couldRegister("https://app.example/*")).isFalse();
        assertThat(registered.couldRegister("http://app.example/cb")).isFalse();
    }

    @Test
    void keycloakWhenItMatchesLooselyThenThatIsPassedOn() {
        RegisteredUris registered = TestUris.of("https://app.example/*")
                .postLogout("https://out.example/*")
                .registered();
        assertThat(registered.keycloakMatches("https://app.example/x")).isTrue();
        assertThat(registered.keycloakMatches("https://out.example/x")).isFalse();
        assertThat(registered.keycloakMatchesPostLogoutUri("https://out.example/x"))
                .isTrue();
        assertThat(registered.keycloakMatchesPostLogoutUri("https://app.example/x"))
                .isFalse();
    }
}
