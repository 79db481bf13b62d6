package io.caregate.policy.client;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.facts.ClientsByAttribute;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.AdministratorDecision;
import io.caregate.policy.rule.ApiProtection;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.store.ResourceServerStore;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/**
 * What dynamic client registration (RFC 7591) may not decide, whichever of its providers is called: the id of a client,
 * whom its tokens speak for, and whether users are asked before it gets their tokens for a protected API. The caller
 * need not be anybody whom an administrator knows. It runs after Keycloak has admitted the caller, in the request's
 * transaction.
 *
 * <p>Clients by metadata document (draft-ietf-oauth-client-id-metadata-document) are registrations too: the document's
 * author decides what is in it.
 */
public final class RegistrationGuard {

    private static final ServerLog LOG = ServerLog.of(RegistrationGuard.class);
    private static final String BEFORE = "caregate.registration.before.";

    /**
     * What a client by metadata document has in place of a registration access token; Keycloak sets it at each fetch.
     */
    private static final String METADATA_DOCUMENT = "cimd.cache.expiry.time.in.sec";

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
    public List<Finding> findings(RealmModel realm, ClientRepresentation proposed, @Nullable ClientModel stored) {
        List<Finding> findings = new ArrayList<>(ApiProtection.checkRegistrant(
                proposed.getAttributes(),
                stored == null ? Map.of() : stored.getAttributes(),
                defaultRoles(proposed),
                stored == null ? Set.of() : defaultRoles(realm, stored)));
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

    // Deprecated, but Keycloak's registration still takes it.
    @SuppressWarnings("deprecation")
    private static String @Nullable [] defaultRoles(ClientRepresentation written) {
        return written.getDefaultRoles();
    }

    private static Set<String> defaultRoles(RealmModel realm, ClientModel client) {
        return realm.getDefaultRole()
                .getCompositesStream()
                .filter(role -> role.isClientRole() && client.getId().equals(role.getContainerId()))
                .map(RoleModel::getName)
                .collect(Collectors.toSet());
    }

    /** Remembers, before a client is changed by its registrant or an administrator, how it is stored. */
    public void before(KeycloakSession session, ClientModel client) {
        session.setAttribute(BEFORE + client.getId(), Before.of(client));
    }

    /**
     * After a registration, or a registrant's change: takes all roles of all users out of the scope of the client, and
     * requires consent if it could get a protected API's audience, unless an administrator has decided otherwise. An
     * auditor or an administrator who signs in to it does not hand it their roles.
     */
    public void after(KeycloakSession session, ClientModel client) {
        @Nullable Before before = session.getAttribute(BEFORE + client.getId(), Before.class);
        if (enforces(AdministratorDecision.FULL_SCOPE)
                && client.isFullScopeAllowed()
                && (before == null
                        || !AdministratorDecision.isTaken(
                                isRemembered(AdministratorDecision.FULL_SCOPE, client),
                                before.itself(),
                                before.fullScope()))) {
            client.setFullScopeAllowed(false);
        }
        if (enforces(AdministratorDecision.WITHOUT_CONSENT)
                && (before == null
                        || !AdministratorDecision.isTaken(
                                isRemembered(AdministratorDecision.WITHOUT_CONSENT, client),
                                before.itself(),
                                before.withoutConsent()))
                && reachesApi(session, client)) {
            askForConsent(session, client);
        }
    }

    /** After an administrator's change: remembers what was decided for a client that administers itself. */
    public void decided(KeycloakSession session, ClientModel client) {
        @Nullable Before before = session.getAttribute(BEFORE + client.getId(), Before.class);
        if (before == null || !administersItself(client)) {
            return;
        }
        if (enforces(AdministratorDecision.FULL_SCOPE)) {
            AdministratorDecision.by(before.fullScope(), client.isFullScopeAllowed())
                    .ifPresent(so -> remember(AdministratorDecision.FULL_SCOPE, client, so));
        }
        if (enforces(AdministratorDecision.WITHOUT_CONSENT)) {
            AdministratorDecision.by(before.withoutConsent(), !client.isConsentRequired())
                    .ifPresent(so ->
                            remember(AdministratorDecision.WITHOUT_CONSENT, client, so && reachesApi(session, client)));
        }
    }

    /**
     * Before a client gets a user's token: requires consent of one that administers itself and reaches a protected API
     * without an administrator's decision. It may have been registered before the API was protected, or before the pack
     * was there.
     */
    public void requireConsent(KeycloakSession session, ClientModel client) {
        if (!client.isConsentRequired()
                && administersItself(client)
                && enforces(AdministratorDecision.WITHOUT_CONSENT)
                && !isRemembered(AdministratorDecision.WITHOUT_CONSENT, client)
                && reachesApi(session, client)) {
            askForConsent(session, client);
            LOG.infof("Consent required realm=%s client=%s", client.getRealm().getName(), client.getClientId());
        }
    }

    private boolean enforces(AdministratorDecision decision) {
        return enforcement.enforces(decision.rule());
    }

    private static boolean isRemembered(AdministratorDecision decision, ClientModel client) {
        return Boolean.parseBoolean(client.getAttribute(decision.attribute()));
    }

    private static void remember(AdministratorDecision decision, ClientModel client, boolean so) {
        if (so) {
            client.setAttribute(decision.attribute(), "true");
        } else if (client.getAttribute(decision.attribute()) != null) {
            client.removeAttribute(decision.attribute());
        }
    }

    // Keycloak gives every client that registers itself a registration access token, and no registrant can remove it.
    private static boolean administersItself(ClientModel client) {
        return client.getRegistrationToken() != null || isByMetadataDocument(client);
    }

    /** Whether Keycloak keeps the client as a copy of a metadata document. */
    public static boolean isByMetadataDocument(ClientModel client) {
        return client.getAttribute(METADATA_DOCUMENT) != null;
    }

    private void askForConsent(KeycloakSession session, ClientModel client) {
        client.setConsentRequired(true);
        // A scope that is not shown would be granted unseen, and so would what the client's own mappers add.
        if (reachesApi(session, client, client) || scopes(client).anyMatch(scope -> isHidden(session, client, scope))) {
            client.setDisplayOnConsentScreen(true);
        }
    }

    /** How a client was stored before a change. */
    private record Before(boolean itself, boolean withoutConsent, boolean fullScope) {
        static Before of(ClientModel client) {
            return new Before(administersItself(client), !client.isConsentRequired(), client.isFullScopeAllowed());
        }
    }

    private boolean isHidden(KeycloakSession session, ClientModel client, ClientScopeModel scope) {
        return !scope.isDisplayOnConsentScreen() && reachesApi(session, client, scope);
    }

    private boolean reachesApi(KeycloakSession session, ClientModel client) {
        return reachesApi(session, client, client)
                || scopes(client).anyMatch(scope -> reachesApi(session, client, scope))
                || reachesApiByUma(session, client.getRealm());
    }

    // Every client may name a resource server in the UMA grant.
    private boolean reachesApiByUma(KeycloakSession session, RealmModel realm) {
        AuthorizationProvider authorization = session.getProvider(AuthorizationProvider.class);
        if (authorization == null) {
            return false;
        }
        ResourceServerStore servers = authorization.getStoreFactory().getResourceServerStore();
        return apis(session, realm).anyMatch(api -> servers.findByClient(api) != null);
    }

    private Stream<ClientModel> apis(KeycloakSession session, RealmModel realm) {
        return Stream.concat(
                        ClientsByAttribute.in(session, realm, RoleRequirement.ATTRIBUTE),
                        options.pinnedRoles().keySet().stream().map(realm::getClientByClientId))
                .filter(api -> api != null);
    }

    private static Stream<ClientScopeModel> scopes(ClientModel client) {
        return Stream.concat(
                client.getClientScopes(true).values().stream(), client.getClientScopes(false).values().stream());
    }

    private boolean reachesApi(KeycloakSession session, ClientModel client, ClientScopeModel scope) {
        RealmModel realm = client.getRealm();
        return scope.getProtocolMappersStream().anyMatch(mapper -> addsApi(session, realm, mapper));
    }

    private boolean addsApi(KeycloakSession session, RealmModel realm, ProtocolMapperModel mapper) {
        Map<String, String> settings = mapper.getConfig() == null ? Map.of() : mapper.getConfig();
        return switch (String.valueOf(mapper.getProtocolMapper())) {
            case AUDIENCE ->
                isApi(realm, settings.get("included.client.audience"))
                        || isApi(realm, settings.get("included.custom.audience"));
            // It adds whatever a user has a role of; a client that has an address for a name may stand for an API.
            case AUDIENCE_RESOLVE ->
                Stream.concat(apis(session, realm), realm.searchClientByClientIdStream(":", null, null))
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
