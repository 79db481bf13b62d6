package io.caregate.policy.client;

import io.caregate.policy.facts.ClientsByAttribute;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.store.ResourceServerStore;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/**
 * What dynamic client registration (RFC 7591) may not decide, whichever of its providers is called: the id of a client,
 * whom its tokens speak for, and whether users are asked before it gets their tokens for a protected API. The caller
 * need not be anybody whom an administrator knows. It runs after Keycloak has admitted the caller, in the request's
 * transaction.
 */
public final class RegistrationGuard {

    private static final String REACHED = "caregate.registration.reached-api.";
    private static final String FULL_SCOPE = "caregate.registration.full-scope.";
    private static final String CLIENT_URN = "urn:client:";
    private static final String AUDIENCE = "oidc-audience-mapper";
    private static final String AUDIENCE_RESOLVE = "oidc-audience-resolve-mapper";
    private static final String HARDCODED = "oidc-hardcoded-claim-mapper";

    private final PolicyOptions options;
    private final Enforcement enforcement;

    public RegistrationGuard(PolicyOptions options) {
        this.options = options;
        this.enforcement = new Enforcement(options);
    }

    /**
     * What is wrong with a registration, or with a change of one.
     *
     * @param stored the client that is changed; null for a new one
     */
    public List<Finding> findings(ClientRepresentation proposed, @Nullable ClientModel stored) {
        List<Finding> findings = new ArrayList<>();
        String id = proposed.getId();
        if (id != null && (stored == null || !id.equals(stored.getId()))) {
            findings.add(new Finding(
                    RuleId.TOKEN_SUBJECT,
                    "id",
                    id,
                    "it would be chosen by the registrant, and could be the id of a user",
                    "leave it out; Keycloak chooses one"));
        }
        List<ProtocolMapperRepresentation> mappers = proposed.getProtocolMappers();
        if (mappers != null) {
            mappers.stream()
                    .filter(mapper -> mapper != null && !isStored(mapper, stored))
                    .forEach(mapper -> addMisuse(mapper, findings));
        }
        return findings;
    }

    private static void addMisuse(ProtocolMapperRepresentation mapper, List<Finding> findings) {
        Map<String, String> settings = mapper.getConfig() == null ? Map.of() : mapper.getConfig();
        IdentityClaim.misused(mapper.getProtocolMapper(), settings)
                .ifPresent(claim -> findings.add(new Finding(
                        RuleId.TOKEN_SUBJECT,
                        "protocolMappers",
                        mapper.getName() == null ? "" : mapper.getName(),
                        "it writes " + claim + ", which says whom or what a token is for, from something else",
                        "remove the mapper, or write another claim")));
        IdentityClaim.decidedBy(mapper.getProtocolMapper(), settings)
                .ifPresent(claim -> findings.add(new Finding(
                        RuleId.TOKEN_SUBJECT,
                        "protocolMappers",
                        mapper.getName() == null ? "" : mapper.getName(),
                        "it writes " + claim + ", by which APIs decide, from what users or registrants choose",
                        "remove the mapper; an administrator adds one where it is needed")));
    }

    // What an administrator has added comes back with the registration's own answer.
    private static boolean isStored(ProtocolMapperRepresentation mapper, @Nullable ClientModel stored) {
        return stored != null
                && stored.getProtocolMappersStream()
                        .anyMatch(same -> Objects.equals(same.getName(), mapper.getName())
                                && Objects.equals(same.getProtocolMapper(), mapper.getProtocolMapper())
                                && Objects.equals(same.getConfig(), mapper.getConfig()));
    }

    /** Remembers, before a client is changed, whether an administrator has let it do without consent. */
    public void before(KeycloakSession session, ClientModel client) {
        boolean trusted = !client.isConsentRequired() && reachesApi(session, client);
        session.setAttribute(REACHED + client.getId(), trusted);
        session.setAttribute(FULL_SCOPE + client.getId(), client.isFullScopeAllowed());
    }

    /**
     * Takes all roles of all users out of the scope of a client, and requires consent of one that could get a protected
     * API's audience, unless an administrator has decided otherwise: an auditor or an administrator who signs in to it
     * does not hand it their roles.
     */
    public void after(KeycloakSession session, ClientModel client) {
        if (enforcement.enforces(RuleId.TOKEN_SUBJECT)
                && client.isFullScopeAllowed()
                && !Boolean.TRUE.equals(session.getAttribute(FULL_SCOPE + client.getId()))) {
            client.setFullScopeAllowed(false);
        }
        boolean trusted = Boolean.TRUE.equals(session.getAttribute(REACHED + client.getId()));
        if (trusted || !enforcement.enforces(RuleId.REQUIRED_ROLE) || !reachesApi(session, client)) {
            return;
        }
        client.setConsentRequired(true);
        // A scope that is not shown would be granted unseen, and so would what the client's own mappers add.
        if (reachesApi(client, client) || scopes(client).anyMatch(scope -> isHidden(client, scope))) {
            client.setDisplayOnConsentScreen(true);
        }
    }

    private boolean isHidden(ClientModel client, ClientScopeModel scope) {
        return !scope.isDisplayOnConsentScreen() && reachesApi(client, scope);
    }

    private boolean reachesApi(KeycloakSession session, ClientModel client) {
        return reachesApi(client, client)
                || scopes(client).anyMatch(scope -> reachesApi(client, scope))
                || reachesApiByUma(session, client.getRealm());
    }

    // Every client may name a resource server in the UMA grant.
    private boolean reachesApiByUma(KeycloakSession session, RealmModel realm) {
        AuthorizationProvider authorization = session.getProvider(AuthorizationProvider.class);
        if (authorization == null) {
            return false;
        }
        ResourceServerStore servers = authorization.getStoreFactory().getResourceServerStore();
        return Stream.concat(
                        ClientsByAttribute.in(session, realm, RoleRequirement.ATTRIBUTE),
                        options.pinnedRoles().keySet().stream().map(realm::getClientByClientId))
                .anyMatch(api -> api != null && servers.findByClient(api) != null);
    }

    private static Stream<ClientScopeModel> scopes(ClientModel client) {
        return Stream.concat(
                client.getClientScopes(true).values().stream(), client.getClientScopes(false).values().stream());
    }

    private boolean reachesApi(ClientModel client, ClientScopeModel scope) {
        RealmModel realm = client.getRealm();
        return scope.getProtocolMappersStream().anyMatch(mapper -> addsApi(realm, mapper));
    }

    private boolean addsApi(RealmModel realm, ProtocolMapperModel mapper) {
        Map<String, String> settings = mapper.getConfig() == null ? Map.of() : mapper.getConfig();
        return switch (String.valueOf(mapper.getProtocolMapper())) {
            case AUDIENCE ->
                isApi(realm, settings.get("included.client.audience"))
                        || isApi(realm, settings.get("included.custom.audience"));
            // It adds whatever a user has a role of.
            case AUDIENCE_RESOLVE ->
                realm.getClientsStream()
                        .filter(api -> isApi(realm, api.getClientId()))
                        .anyMatch(api -> api.getRolesStream().findAny().isPresent());
            case HARDCODED -> namesAudience(settings) && isApi(realm, settings.get("claim.value"));
            default -> namesAudience(settings);
        };
    }

    private static boolean namesAudience(Map<String, String> settings) {
        String claim = settings.get("claim.name");
        return claim != null && IdentityClaim.first(claim).equals("aud");
    }

    private boolean isApi(RealmModel realm, @Nullable String audience) {
        if (audience == null || audience.isEmpty()) {
            return false;
        }
        String name = audience.startsWith(CLIENT_URN) ? audience.substring(CLIENT_URN.length()) : audience;
        // Any address could be one of an API; which one it is, is asked when a token is issued.
        return name.contains(":")
                || isApi(name, realm.getClientByClientId(name))
                || isApi(name, realm.getClientById(name));
    }

    private boolean isApi(String name, @Nullable ClientModel client) {
        return options.pinnedRoles().containsKey(client == null ? name : client.getClientId())
                || (client != null && client.getAttribute(RoleRequirement.ATTRIBUTE) != null);
    }
}
