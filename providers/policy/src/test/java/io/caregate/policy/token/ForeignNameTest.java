package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.PAT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.caregate.policy.token.TestRealm.TestDirectory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.IDToken;

class ForeignNameTest {

    private final TestDirectory users = new TestDirectory();
    private final ForeignName names = users.names();

    private static IDToken token(String subject, String name) {
        IDToken token = new IDToken();
        token.subject(subject);
        token.setPreferredUsername(name);
        return token;
    }

    @Test
    void nameWhenAnotherUsersThenItsClaim() {
        assertThat(names.in(token("id-of-ada", "pat"), PAT)).contains("sub");
        assertThat(names.in(token("id-of-pat", "ada"), PAT)).contains("preferred_username");
    }

    @Test
    void nameWhenEqualThenNotLookedUp() {
        assertThat(names.in(token("id-of-pat", "pat"), PAT)).isEmpty();
        assertThat(names.in(new IDToken(), PAT)).isEmpty();
        assertThat(users.lookedUp).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "preferred_username", "username", "upn"})
    void nameWhenBesideKeycloaksOwnThenFoundToo(String claim) {
        IDToken token = token("id-of-pat", "pat");
        token.getOtherClaims().put(claim, "ada");
        assertThat(names.in(token, PAT)).contains(claim);

        token.getOtherClaims().put(claim, JsonNodeFactory.instance.arrayNode().add("ada"));
        assertThat(names.in(token, PAT)).contains(claim);

        token.getOtherClaims().put(claim, JsonNodeFactory.instance.arrayNode().add("4711"));
        assertThat(names.in(token, PAT)).isEmpty();
    }

    @Test
    void nameWhenInAnotherClaimThenNotLookedAt() {
        IDToken token = token("id-of-pat", "pat");
        token.getOtherClaims().put("nickname", "ada");
        assertThat(names.in(token, PAT)).isEmpty();
    }

    @Test
    void nameWhenOfNobodyThenLookedUpOnce() {
        assertThat(names.in(token("4711", "pat"), PAT)).isEmpty();
        int once = users.lookedUp.size();
        assertThat(once).isPositive();

        assertThat(names.in(token("4711", "pat"), PAT)).isEmpty();
        assertThat(users.lookedUp).hasSize(once);
    }

    @Test
    void nameWhenAnotherUsersThenRefusedEachTime() {
        assertThat(names.in(token("ada", "pat"), PAT)).contains("sub");
        assertThat(names.in(token("ada", "pat"), PAT)).contains("sub");
    }

    @Test
    void nameWhenAnotherSubjectAsksForTheSameThenLookedUpAgain() {
        assertThat(names.in(token("pat", "pat"), PAT)).isEmpty();
        assertThat(names.in(token("pat", "ada"), TestRealm.ADA)).contains("sub");
    }

    @Test
    void nameWhenATransientUserHasItFromElsewhereThenOnlyTheirIdIsTheirs() {
        var visitor = new TestRealm.TestSubject("id-of-visitor", "ada", "ada@example.org", true, Set.of());
        assertThat(names.in(token("id-of-visitor", "ada"), visitor)).contains("preferred_username");
        assertThat(names.in(token("id-of-visitor", "visitor"), visitor)).isEmpty();
        assertThat(names.in(
                        token("id-of-visitor", "ada"),
                        new TestRealm.TestSubject("id-of-visitor", "ada", "ada@example.org", false, Set.of())))
                .isEmpty();
    }

    @Test
    void claimsWhenTheyNameAnotherUserThenFound() {
        assertThat(names.in(Map.of("sub", List.of("id-of-pat", "ada")), PAT)).contains("sub");
        assertThat(names.in(Map.of("upn", List.of("ada"), "sub", List.of()), PAT))
                .contains("upn");
        assertThat(names.in(Map.of("sub", List.of("id-of-pat")), PAT)).isEmpty();
        assertThat(names.in(Map.of(), PAT)).isEmpty();
    }

    @Test
    void claimsWhenThereIsNoSubjectThenNoUserMayBeNamed() {
        assertThat(names.in(Map.of("sub", List.of("id-of-pat")), null)).contains("sub");
        assertThat(names.in(Map.of("sub", List.of("4711")), null)).isEmpty();
    }
}
