package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.token.TestRealm.TestSession;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.AccessToken;

class ServerClaimsTest {

    private static final TestSession SESSION = TestSession.of(PAT);

    private static AccessToken token() {
        AccessToken token = new AccessToken();
        token.issuedFor(PORTAL).issuer("https://id.example.org").type("Bearer").id("id");
        token.iat(1L).exp(2L).nbf(3L);
        token.setSessionId("session");
        return token;
    }

    private static Set<String> compare(ServerClaims before, AccessToken token, TestSession session) {
        return before.compare(token, session, false, true);
    }

    @FunctionalInterface
    private interface Writer extends Consumer<AccessToken> {}

    private static Arguments claim(String name, Writer mapper) {
        return Arguments.of(name, mapper);
    }

    private static final List<Arguments> WRITTEN = Stream.of(
                    claim("azp", token -> token.issuedFor("backend")),
                    claim("azp", token -> token.issuedFor(null)),
                    claim("iss", token -> token.issuer("https://evil.example.org")),
                    claim("typ", token -> token.type("Refresh")),
                    claim("jti", token -> token.id("other")),
                    claim("iat", token -> token.iat(9L)),
                    claim("exp", token -> token.exp(9L)),
                    claim("exp", token -> token.exp(null)),
                    claim("nbf", token -> token.nbf(9L)),
                    claim("sid", token -> token.setSessionId("another")),
                    claim("sid", token -> token.setSessionId(null)),
                    claim("sub", token -> token.getOtherClaims().put("sub", "x")),
                    claim("aud", token -> token.getOtherClaims().put("aud", "x")),
                    claim("scope", token -> token.getOtherClaims().put("scope", "x")),
                    claim("act", token -> token.getOtherClaims().put("act", "x")),
                    claim("authorization", token -> token.getOtherClaims().put("authorization", "x")),
                    claim("caregate_derived", token -> token.getOtherClaims().put("caregate_derived", true)),
                    claim("session_state", token -> token.getOtherClaims().put("session_state", "another")))
            .toList();

    @ParameterizedTest
    @FieldSource("WRITTEN")
    void claimWhenAMapperWritesItThenPutBack(String claim, Writer mapper) {
        AccessToken token = token();
        ServerClaims before = ServerClaims.of(token);
        mapper.accept(token);

        assertThat(compare(before, token, SESSION)).containsExactly(claim);
        assertThat(compare(before, token, SESSION)).isEmpty();
        assertThat(token.getOtherClaims()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("WRITTEN")
    void claimWhenTheRuleOnlyReportsThenToldAndLeft(String claim, Writer mapper) {
        AccessToken token = token();
        ServerClaims before = ServerClaims.of(token);
        mapper.accept(token);

        assertThat(before.compare(token, SESSION, false, false)).containsExactly(claim);
        assertThat(before.compare(token, SESSION, false, false)).containsExactly(claim);
    }

    @Test
    void claimWhenNothingIsWrittenThenNothingIsTold() {
        AccessToken token = token();
        ServerClaims before = ServerClaims.of(token);
        token.getOtherClaims().put("department", "x");
        token.getOtherClaims().put("session_state", "session");
        token.getOtherClaims().put("client_id", PORTAL);

        assertThat(compare(before, token, SESSION)).isEmpty();
        assertThat(token.getOtherClaims()).hasSize(3);
    }

    @Test
    void subjectWhenOfUserinfoThenItStandsBeside() {
        AccessToken token = token();
        ServerClaims before = ServerClaims.of(token);
        token.getOtherClaims().put("sub", "pairwise");
        token.getOtherClaims().put("aud", "x");

        assertThat(before.compare(token, SESSION, true, true)).containsExactly("aud");
        assertThat(token.getOtherClaims()).containsOnlyKeys("sub");
    }

    @ParameterizedTest
    @CsvSource({", 9, 1, acr", ", 1, 1, ''", "2, 9, 2, acr", "2, 2, 2, ''", "2, , 2, acr"})
    void acrWhenWrittenThenWhatKeycloaksOwnMapperWrites(
            @Nullable String set, @Nullable String written, String kept, String told) {
        AccessToken token = token();
        token.setAcr(set);
        ServerClaims before = ServerClaims.of(token);
        token.setAcr(written);

        assertThat(compare(before, token, SESSION)).isEqualTo(told.isEmpty() ? Set.of() : Set.of(told));
        assertThat(token.getAcr()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        ", 9, 5, 5, auth_time",
        ", 5, 5, 5, ''",
        ", 9, , , auth_time",
        ", 9, never, , auth_time",
        "7, 9, 5, 7, auth_time",
        "7, 7, 5, 7, ''"
    })
    void authTimeWhenWrittenThenWhatTheSessionHasNoted(
            @Nullable Long set, Long written, @Nullable String noted, @Nullable Long kept, String told) {
        AccessToken token = token();
        token.setAuth_time(set);
        ServerClaims before = ServerClaims.of(token);
        token.setAuth_time(written);
        TestSession session = noted == null ? SESSION : SESSION.withAuthTime(noted);

        assertThat(compare(before, token, session)).isEqualTo(told.isEmpty() ? Set.of() : Set.of(told));
        assertThat(token.getAuth_time()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"portal, portal", "backend, backend", "another, portal"})
    void clientIdWhenOfAnotherClientThenThatOfTheToken(String written, String kept) {
        AccessToken token = token();
        ServerClaims before = ServerClaims.of(token);
        token.getOtherClaims().put("client_id", written);

        assertThat(compare(before, token, SESSION.withServiceClient("backend")))
                .isEqualTo(written.equals("another") ? Set.of("client_id") : Set.of());
        assertThat(token.getOtherClaims()).containsEntry("client_id", kept);
    }

    @Test
    void clientIdWhenTheTokenHasNoneThenRemoved() {
        AccessToken token = token();
        token.issuedFor(null);
        ServerClaims before = ServerClaims.of(token);
        token.getOtherClaims().put("client_id", "another");

        assertThat(compare(before, token, SESSION)).containsExactly("client_id");
        assertThat(token.getOtherClaims()).isEmpty();
    }

    @Test
    void typeWhenBoundToTheProofOfTheRequestThenKept() {
        TestSession proven = SESSION.withProof("thumb");
        assertThat(typeAfter("DPoP", "thumb", proven)).isEqualTo("DPoP");
        assertThat(typeAfter("DPoP", "another", proven)).isEqualTo("Bearer");
        assertThat(typeAfter("DPoP", null, proven)).isEqualTo("Bearer");
        assertThat(typeAfter("DPoP", "thumb", SESSION)).isEqualTo("Bearer");
        assertThat(typeAfter("Refresh", "thumb", proven)).isEqualTo("Bearer");
    }

    private static String typeAfter(String written, @Nullable String bound, TestSession session) {
        AccessToken token = token();
        ServerClaims before = ServerClaims.of(token);
        token.type(written);
        if (bound != null) {
            AccessToken.Confirmation key = new AccessToken.Confirmation();
            key.setKeyThumbprint(bound);
            token.setConfirmation(key);
        }
        compare(before, token, session);
        return Objects.requireNonNull(token.getType());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void presentedWhenIntrospectedThenAcrAndTimesAreNotTakenOver(boolean presented) {
        AccessToken token = token();
        token.setAcr("2");
        token.setAuth_time(7L);
        ServerClaims before = presented ? ServerClaims.ofPresented(token) : ServerClaims.of(token);
        AccessToken shown = token();
        shown.nbf(null);
        shown.setAcr("1");
        shown.setAuth_time(5L);

        assertThat(compare(before, shown, SESSION.withAuthTime("5")))
                .isEqualTo(presented ? Set.of() : Set.of("nbf", "acr", "auth_time"));
    }
}
