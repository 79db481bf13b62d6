package io.caregate.policy.client;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.AdministratorDecision;
import io.caregate.policy.rule.ApiProtection;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.rule.StorableText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;

/**
 * The settings that dynamic client registration (RFC 7591) may not decide, whichever of its providers is called: the id
 * of a client, the subject of its tokens, and whether users are asked before it gets their tokens for a protected API.
 * The caller may be unknown to the administrators.
 *
 * <p>Clients by metadata document (draft-ietf-oauth-client-id-metadata-document) are registrations too: the document's
 * author decides its content.
 */
final class RegistrationGuard {

    private final PolicyOptions options;

    RegistrationGuard(PolicyOptions options) {
        this.options = options;
    }

    /**
     * Whether a request is of a client by metadata document, which the realm's own policies create or change during the
     * request: it is judged as it is afterwards.
     *
     * @param clientId as the request names it
     * @param stored the client of that id; asked only for an id that could be the address of a document
     */
    static boolean isByDocument(@Nullable String clientId, Function<String, Optional<RegisteredClient>> stored) {
        // Some texts cannot be used in a database query.
        return clientId != null
                && clientId.startsWith("http")
                && StorableText.problem(clientId, Integer.MAX_VALUE).isEmpty()
                && stored.apply(clientId)
                        .map(RegisteredClient::isByMetadataDocument)
                        .orElse(true);
    }

    /** Whether a client is about to get a user's token, or to start the flow that gets one. */
    static boolean asksForUsersToken(ClientPolicyEvent event) {
        return switch (event) {
            case AUTHORIZATION_REQUEST,
                    TOKEN_REQUEST,
                    TOKEN_REFRESH,
                    TOKEN_EXCHANGE_REQUEST,
                    BACKCHANNEL_TOKEN_REQUEST,
                    DEVICE_AUTHORIZATION_REQUEST,
                    DEVICE_TOKEN_REQUEST,
                    JWT_AUTHORIZATION_GRANT -> true;
            default -> false;
        };
    }

    /** How a client was stored before a change. */
    record Before(boolean itself, boolean withoutConsent, boolean fullScope) {
        static Before of(RegisteredClient client) {
            return new Before(client.administersItself(), !client.isConsentRequired(), client.hasFullScope());
        }
    }

    /**
     * The problems of a registration, or of a change to one.
     *
     * @param stored the client being changed; null for a new one
     */
    static List<Finding> findings(ClientRepresentation proposed, @Nullable StoredRegistration stored) {
        List<Finding> findings = new ArrayList<>(ApiProtection.checkRegistrant(
                proposed.getAttributes(),
                stored == null ? Map.of() : stored.attributes(),
                defaultRoles(proposed),
                stored == null ? Set.of() : stored.defaultRoles()));
        String id = proposed.getId();
        if (id != null && (stored == null || !id.equals(stored.id()))) {
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
                .ifPresent(claim -> findings.add(misuse(
                        mapper,
                        "it writes " + claim + ", which says whom or what a token is for, from something else",
                        "remove the mapper, or write another claim")));
        IdentityClaim.decidedBy(mapper.getProtocolMapper(), settings)
                .ifPresent(claim -> findings.add(misuse(
                        mapper,
                        "it writes " + claim + ", by which APIs decide, from what users or registrants choose",
                        "remove the mapper; an administrator adds one where it is needed")));
    }

    private static Finding misuse(ProtocolMapperRepresentation mapper, String problem, String advice) {
        String name = mapper.getName() == null ? "" : mapper.getName();
        return new Finding(RuleId.TOKEN_SUBJECT, "protocolMappers", name, problem, advice);
    }

    // The registration's own answer contains what an administrator has added, and the registrant sends it back.
    private static boolean isStored(ProtocolMapperRepresentation mapper, @Nullable StoredRegistration stored) {
        return stored != null
                && stored.mappers().stream()
                        .anyMatch(same -> Objects.equals(same.getName(), mapper.getName())
                                && Objects.equals(same.getProtocolMapper(), mapper.getProtocolMapper())
                                && Objects.equals(same.getConfig(), mapper.getConfig()));
    }

    // Deprecated, but Keycloak's registration still takes it.
    @SuppressWarnings("deprecation")
    private static String @Nullable [] defaultRoles(ClientRepresentation written) {
        return written.getDefaultRoles();
    }

    /**
     * After a registration, or a registrant's change: whether all roles of all users are removed from the scope of the
     * client. An auditor or administrator who signs in to it does not give it their roles.
     *
     * @param before null for a new client
     */
    boolean narrowsScope(@Nullable Before before, RegisteredClient client) {
        return enforces(AdministratorDecision.FULL_SCOPE)
                && client.hasFullScope()
                && (before == null || !isTaken(AdministratorDecision.FULL_SCOPE, client, before, before.fullScope()));
    }

    /**
     * After a registration, or a registrant's change: whether consent is required of users, since the client could get
     * a protected API's audience and no administrator has decided otherwise.
     *
     * @param before null for a new client
     */
    boolean asksForConsent(@Nullable Before before, RegisteredClient client, BooleanSupplier reachesApi) {
        return enforces(AdministratorDecision.WITHOUT_CONSENT)
                && (before == null
                        || !isTaken(AdministratorDecision.WITHOUT_CONSENT, client, before, before.withoutConsent()))
                && reachesApi.getAsBoolean();
    }

    private static boolean isTaken(AdministratorDecision decision, RegisteredClient client, Before before, boolean so) {
        return AdministratorDecision.isTaken(client.isRemembered(decision), before.itself(), so);
    }

    /**
     * After an administrator's change: the decisions to store for a client that administers itself; an absent decision
     * stays as it was.
     *
     * @param before null if it was not seen
     */
    Map<AdministratorDecision, Boolean> decided(
            @Nullable Before before, RegisteredClient client, BooleanSupplier reachesApi) {
        Map<AdministratorDecision, Boolean> decided = new EnumMap<>(AdministratorDecision.class);
        if (before == null || !client.administersItself()) {
            return decided;
        }
        if (enforces(AdministratorDecision.FULL_SCOPE)) {
            AdministratorDecision.by(before.fullScope(), client.hasFullScope())
                    .ifPresent(so -> decided.put(AdministratorDecision.FULL_SCOPE, so));
        }
        if (enforces(AdministratorDecision.WITHOUT_CONSENT)) {
            AdministratorDecision.by(before.withoutConsent(), !client.isConsentRequired())
                    .ifPresent(
                            so -> decided.put(AdministratorDecision.WITHOUT_CONSENT, so && reachesApi.getAsBoolean()));
        }
        return decided;
    }

    /**
     * Before a client gets a user's token: whether consent must be required of one that administers itself and reaches
     * a protected API without an administrator's decision. It may have been registered before the API was protected, or
     * before the pack was installed.
     */
    boolean requiresConsent(RegisteredClient client, BooleanSupplier reachesApi) {
        return !client.isConsentRequired()
                && client.administersItself()
                && enforces(AdministratorDecision.WITHOUT_CONSENT)
                && !client.isRemembered(AdministratorDecision.WITHOUT_CONSENT)
                && reachesApi.getAsBoolean();
    }

    private boolean enforces(AdministratorDecision decision) {
        return options.enforces(decision.rule());
    }
}
