package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.TokenSubjectRule.Directory;
import io.caregate.policy.rule.TokenSubjectRule.Owner;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSubjectRuleTest {
    private static final Owner PAT = new Owner("id-of-pat", "pat", "pat@example.org");

    /** Pat, an auditor, a client with a service account, and Mallory, who has taken other users' names as a name. */
    private static final Directory DIRECTORY = new Directory() {
        @Override
        public @Nullable String byId(String id) {
            return List.of("id-of-pat", "id-of-ada", "id-of-mallory", "0d2f1c3e-7a55-4c9b-9b1e-2f6a8f0c4d11")
                            .contains(id)
                    ? id
                    : null;
        }

        @Override
        public @Nullable String byName(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "pat" -> "id-of-pat";
                case "ada" -> "id-of-ada";
                case "id-of-pat", "pat@example.org" -> "id-of-mallory";
                case "service-account-backend" -> "id-of-backend";
                default -> null;
            };
        }

        @Override
        public @Nullable String byEmail(String email) {
            return switch (email.toLowerCase(Locale.ROOT)) {
                case "pat@example.org" -> "id-of-pat";
                case "ada@example.org" -> "id-of-ada";
                default -> null;
            };
        }

        @Override
        public @Nullable String byClient(String clientId) {
            return clientId.equals("backend") ? "id-of-backend" : null;
        }
    };

    private static boolean isRefused(String claim, @Nullable Object value) {
        return !TokenSubjectRule.isOwn(claim, value, PAT)
                && TokenSubjectRule.foreignName(claim, value, PAT, DIRECTORY).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "sub, id-of-ada",
        "sub, ada",
        "sub, ADA",
        "sub, ada@example.org",
        "sub, service-account-backend",
        "sub, backend",
        "sub, f:storage:ada",
        "sub, f:",
        "preferred_username, ada",
        "preferred_username, Ada@Example.org",
        "preferred_username, id-of-ada",
        "preferred_username, backend",
        "username, ada",
        "upn, ada",
        "sub, {0d2f1c3e-7a55-4c9b-9b1e-2f6a8f0c4d11}",
        "sub, urn:uuid:0D2F1C3E-7a55-4c9b-9b1e-2f6a8f0c4d11",
        "sub, 0d2f1c3e7a554c9b9b1e2f6a8f0c4d11",
    })
    void nameWhenAnotherUsersThenRefused(String claim, String value) {
        assertThat(isRefused(claim, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sub, id-of-pat",
        "sub, pat",
        "sub, 5b0b7a1c-0000-3000-8000-000000000000",
        "sub, 4711",
        "sub, nobody@example.org",
        "preferred_username, pat",
        "preferred_username, PAT",
        "preferred_username, 4711",
        "username, pat",
        "upn, pat",
        "upn, pat@corp.example.org",
        "sub, urn:uuid:5b0b7a1c-0000-3000-8000-000000000000",
    })
    void nameWhenOwnOrNobodysThenAccepted(String claim, String value) {
        assertThat(isRefused(claim, value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ada", "ada ", "a\u200bda", "\uff41\uff44\uff41", "\u0001ada"})
    void nameWhenItReadsLikeAnotherUsersThenRefused(String name) {
        assertThat(isRefused("preferred_username", name)).isTrue();
        assertThat(isRefused("sub", name)).isTrue();
    }

    @Test
    void nameWhenOwnThenAcceptedWhoeverElseHasTakenItForAnotherKind() {
        assertThat(isRefused("sub", "id-of-pat")).isFalse();
        // In the order of Keycloak's look-up, Mallory's user name comes before Pat's address.
        assertThat(isRefused("preferred_username", "pat@example.org")).isTrue();
    }

    @Test
    void nameWhenOwnUserNameIsAnothersIdThenRefusedAsSubject() {
        Owner liar = new Owner("id-of-liar", "id-of-ada", null);

        assertThat(TokenSubjectRule.foreignName("sub", "id-of-ada", liar, DIRECTORY))
                .contains("id-of-ada");
        assertThat(TokenSubjectRule.isOwn("preferred_username", "id-of-ada", liar))
                .isTrue();
    }

    @Test
    void claimWhenListOrObjectThenEachTextIsLookedAt() {
        assertThat(isRefused("preferred_username", List.of("pat", "ada"))).isTrue();
        assertThat(isRefused("preferred_username", List.of("pat", "4711"))).isFalse();
        assertThat(isRefused("preferred_username", Map.of("a", List.of(Map.of("b", "ada")))))
                .isTrue();
        assertThat(isRefused("preferred_username", new Object[] {null, "ada"})).isTrue();
        assertThat(isRefused("preferred_username", Arrays.asList(null, "", 4711, true)))
                .isFalse();
    }

    @Test
    void claimWhenAbsentThenAccepted() {
        assertThat(TokenSubjectRule.CLAIMS).noneMatch(claim -> isRefused(claim, null));
    }

    @Test
    void claimWhenExactlyWhatKeycloakWritesThenOwnWithoutALookUp() {
        assertThat(TokenSubjectRule.isOwn("sub", "id-of-pat", PAT)).isTrue();
        assertThat(TokenSubjectRule.isOwn("sub", "pat", PAT)).isFalse();
        assertThat(TokenSubjectRule.isOwn("preferred_username", "pat", PAT)).isTrue();
        assertThat(TokenSubjectRule.isOwn("preferred_username", "id-of-pat", PAT))
                .isFalse();
        assertThat(TokenSubjectRule.isOwn("preferred_username", "PAT", PAT)).isFalse();
        assertThat(TokenSubjectRule.isOwn("username", "pat", PAT)).isTrue();
    }

    @Test
    void ownerWhenTheyHaveNoNameOrAddressThenNothingIsTakenForTheirs() {
        Owner nameless = new Owner("id", null, null);

        assertThat(TokenSubjectRule.foreignName("preferred_username", "ada@example.org", nameless, DIRECTORY))
                .isPresent();
        assertThat(TokenSubjectRule.foreignName("preferred_username", "null", nameless, DIRECTORY))
                .isEmpty();
    }

    @Test
    void lowerCaseWhenKeycloakKeepsLettersApartThenSoDoesTheRule() {
        Owner irene = new Owner("id-of-irene", "irene", null);
        Directory dotless = new Directory() {
            @Override
            public @Nullable String byId(String id) {
                return null;
            }

            @Override
            public @Nullable String byName(String name) {
                return name.equals("\u0131rene") ? "another" : null;
            }

            @Override
            public @Nullable String byEmail(String email) {
                return null;
            }

            @Override
            public @Nullable String byClient(String clientId) {
                return null;
            }
        };

        assertThat(TokenSubjectRule.foreignName("preferred_username", "\u0131rene", irene, dotless))
                .isPresent();
    }
}
