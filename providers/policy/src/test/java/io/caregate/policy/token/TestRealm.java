package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.AssertionAudience;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.rule.TokenLifespan;
import io.caregate.policy.rule.TokenSubjectRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.TokenUtil;

/**
 * A realm in memory: the protected API {@value #API} needs the role therapist and lets tokens live for
 * {@value #LIFESPAN} seconds; {@value #PORTAL} is a client like any other. Ada is a therapist, Pat is not.
 */
final class TestRealm {

    static final String API = "health-api";
    static final String PORTAL = "portal";
    static final String API_ID = "0b0f9f1e-1111-4222-8333-944444444444";
    static final int LIFESPAN = 120;
    static final long NOW = 1_000_000;

    static final TestSubject PAT = new TestSubject("id-of-pat", "pat", "pat@example.org", false, Set.of());
    static final TestSubject ADA =
            new TestSubject("id-of-ada", "ada", "ada@example.org", false, Set.of(RequiredRole.parse("therapist")));

    static final TestClients CLIENTS = new TestClients(
            client(API)
                    .with(RoleRequirement.ATTRIBUTE, "therapist")
                    .with(TokenLifespan.ATTRIBUTE, Integer.toString(LIFESPAN))
                    .at("https://api.example.org", "/fhir", null),
            client(PORTAL).at("https://portal.example.org", null, null));

    static final RoleGuard ROLES = new RoleGuard(PolicyOptions.STRICTEST, CLIENTS);
    static final RoleGuard REPORTING = new RoleGuard(options(Map.of(), RuleId.REQUIRED_ROLE), CLIENTS);

    private TestRealm() {}

    static PolicyOptions options(Map<String, RoleRequirement> pinned, RuleId... reportOnly) {
        return new PolicyOptions(
                Set.of(reportOnly), Set.of(), PkceRule.ALL, pinned, HostList.ANY, AssertionAudience.ISSUER);
    }

    static TestClient client(String clientId) {
        return new TestClient(clientId, Map.of(), null, null, null);
    }

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

    record TestClient(
            String clientId,
            Map<String, String> attributes,
            @Nullable String rootUrl,
            @Nullable String baseUrl,
            @Nullable String managementUrl)
            implements ApiClients.ApiClient {
        TestClient with(String name, String value) {
            Map<String, String> more = new HashMap<>(attributes);
            more.put(name, value);
            return new TestClient(clientId, more, rootUrl, baseUrl, managementUrl);
        }

        TestClient at(@Nullable String root, @Nullable String base, @Nullable String management) {
            return new TestClient(clientId, attributes, root, base, management);
        }

        @Override
        public @Nullable String attribute(String name) {
            return attributes.get(name);
        }
    }

    record TestClients(List<TestClient> all) implements ApiClients {
        TestClients(TestClient... all) {
            this(List.of(all));
        }

        @Override
        public String realm() {
            return "test";
        }

        @Override
        public @Nullable ApiClient byClientId(String clientId) {
            return all.stream()
                    .filter(client -> client.clientId().equals(clientId))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public @Nullable ApiClient byInternalId(String id) {
            return id.equals(API_ID) ? byClientId(API) : null;
        }

        @Override
        public Stream<ApiClient> with(String attribute) {
            return all.stream()
                    .filter(client -> client.attribute(attribute) != null)
                    .map(ApiClient.class::cast);
        }
    }

    /** Users by each of their names, and the user of a client's service account. */
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

    /** A request whose mappers add the given values, where they run. */
    record TestPreview(
            @Nullable String scope,
            @Nullable String signInScope,
            Map<String, List<String>> form,
            boolean isLightweight,
            List<String> onlyIntrospected,
            List<String> onlyInIdToken,
            AudienceBefore audienceBefore)
            implements TokenPreview {

        static final TestPreview PLAIN =
                new TestPreview(null, null, Map.of(), false, List.of(), List.of(), AudienceBefore.UNKNOWN);

        TestPreview scope(String requested) {
            return new TestPreview(
                    requested, signInScope, form, isLightweight, onlyIntrospected, onlyInIdToken, audienceBefore);
        }

        TestPreview signInScope(String before) {
            return new TestPreview(scope, before, form, isLightweight, onlyIntrospected, onlyInIdToken, audienceBefore);
        }

        TestPreview form(Map<String, List<String>> sent) {
            return new TestPreview(
                    scope, signInScope, sent, isLightweight, onlyIntrospected, onlyInIdToken, audienceBefore);
        }

        TestPreview introspecting(boolean lightweight, String... added) {
            return new TestPreview(
                    scope, signInScope, form, lightweight, List.of(added), onlyInIdToken, audienceBefore);
        }

        TestPreview inIdToken(String... added) {
            return new TestPreview(
                    scope, signInScope, form, isLightweight, onlyIntrospected, List.of(added), audienceBefore);
        }

        TestPreview before(String... audience) {
            return new TestPreview(
                    scope,
                    signInScope,
                    form,
                    isLightweight,
                    onlyIntrospected,
                    onlyInIdToken,
                    AudienceBefore.of(token(audience)));
        }

        @Override
        public String clientId() {
            return PORTAL;
        }

        @Override
        public boolean isLightweight(AccessToken token) {
            return isLightweight && Objects.equals(token.getId(), "token");
        }

        @Override
        public boolean introspectionCouldAddAudience() {
            return !onlyIntrospected.isEmpty() && !isLightweight;
        }

        @Override
        public AccessToken introspected(AccessToken token) {
            return (AccessToken) new AccessToken().audience(onlyIntrospected.toArray(String[]::new));
        }

        @Override
        public boolean idTokenCouldAddAudience() {
            return !onlyInIdToken.isEmpty();
        }

        @Override
        public IDToken mapped(IDToken token) {
            onlyInIdToken.forEach(token::addAudience);
            return token;
        }
    }
}
