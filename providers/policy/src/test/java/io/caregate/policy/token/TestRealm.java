package io.caregate.policy.token;

import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.TokenSubjectRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/** A realm in memory, with the client {@value #PORTAL} and two users. Ada is a therapist, Pat is not. */
final class TestRealm {

    static final String PORTAL = "portal";
    static final long NOW = 1_000_000;

    static final TestSubject PAT = new TestSubject("id-of-pat", "pat", "pat@example.org", false, Set.of());
    static final TestSubject ADA =
            new TestSubject("id-of-ada", "ada", "ada@example.org", false, Set.of(RequiredRole.parse("therapist")));

    private TestRealm() {}

    static Grant grant(String type) {
        return new Grant(type, () -> EventType.CODE_TO_TOKEN);
    }

    static AccessToken token(String... audiences) {
        AccessToken token = new AccessToken();
        token.id("token").type(TokenUtil.TOKEN_TYPE_BEARER).issuedFor(PORTAL).iat(NOW);
        token.exp(NOW + 3600);
        return audiences.length == 0 ? token : (AccessToken) token.audience(audiences);
    }

    record TestSubject(
            String id, @Nullable String username, @Nullable String email, boolean isTransient, Set<RequiredRole> roles)
            implements Subject {
        @Override
        public boolean holds(RequiredRole role) {
            return roles.contains(role);
        }

        TestSubject in(String... held) {
            return new TestSubject(
                    id,
                    username,
                    email,
                    isTransient,
                    Set.copyOf(Stream.of(held).map(RequiredRole::parse).toList()));
        }

        TestSubject onlyForThisSession() {
            return new TestSubject(id, username, email, true, roles);
        }
    }

    /** Users by every name that they have; and that of a client's service account. */
    static final class TestDirectory implements TokenSubjectRule.Directory {
        final List<String> lookedUp = new ArrayList<>();

        private @Nullable String look(String name, String ofPat, String ofAda) {
            lookedUp.add(name);
            return name.equals(ofPat) ? PAT.id() : name.equals(ofAda) ? ADA.id() : null;
        }

        @Override
        public @Nullable String byId(String id) {
            return look(id, PAT.id(), ADA.id());
        }

        @Override
        public @Nullable String byName(String name) {
            return look(name, "pat", "ada");
        }

        @Override
        public @Nullable String byEmail(String email) {
            return look(email, "pat@example.org", "ada@example.org");
        }

        @Override
        public @Nullable String byClient(String clientId) {
            return look(clientId, "", "backend");
        }

        ForeignName names() {
            return new ForeignName(this, new HashSet<>());
        }
    }

    record TestSession(
            String clientId,
            @Nullable Subject subject,
            @Nullable String serviceClient,
            @Nullable String authTime,
            @Nullable String proofThumbprint)
            implements TokenSession {

        static TestSession of(@Nullable Subject subject) {
            return new TestSession(PORTAL, subject, null, null, null);
        }

        TestSession withServiceClient(String client) {
            return new TestSession(clientId, subject, client, authTime, proofThumbprint);
        }

        TestSession withAuthTime(String note) {
            return new TestSession(clientId, subject, serviceClient, note, proofThumbprint);
        }

        TestSession withProof(String thumbprint) {
            return new TestSession(clientId, subject, serviceClient, authTime, thumbprint);
        }

        @Override
        public String realm() {
            return "test";
        }

        @Override
        public String id() {
            return "session";
        }

        @Override
        public String acr() {
            return "1";
        }
    }
}
