package io.caregate.policy.client;

import io.caregate.policy.facts.ClientFactsReader;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.ApiProtection;
import io.caregate.policy.rule.BlankEntries;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.oidc.OIDCClientRepresentation;

/**
 * Refuses a client that would break a rule, whatever path writes it: Admin API, dynamic registration, partial import,
 * realm creation and realm import all publish {@link ClientModel.ClientUpdatedEvent} with the finished model, inside
 * their transaction, before anything is committed.
 *
 * <p>An edit of a stored client is refused only if it breaks something that the client did not break before: an
 * incident or a roll-out must not wait for a clean-up, and the rules hold at run time whatever is stored. What was
 * there already is accepted with an event that names it. An edit that leaves the client disabled is accepted whatever
 * it breaks, and one that enables a client requires all of it to be clean. A new client is checked even if it is
 * disabled. Deleting publishes another event and is always possible. Keycloak's own migrations write models without
 * this event.
 *
 * <p>A refusal has all findings at once, the first {@value ShownFindings#MOST} of them in words; that of an import has
 * those of all its clients.
 */
public final class ClientGuard implements ProviderEventListener {

    private static final String CREATED = "caregate.created-client.";
    private static final String STORED = "caregate.stored-findings.";

    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final ClientRules rules;
    private final ClientRefusal refusal;
    private final ImportEnforcer imports;

    public ClientGuard(PolicyOptions options) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.rules = new ClientRules(options.redirectHosts());
        this.refusal = new ClientRefusal(enforcement);
        this.imports = new ImportEnforcer(refusal, (session, client) -> enforced(findings(session, client, true)));
    }

    /** Remembers the metadata of a registration (RFC 7591), whose names a refusal uses instead of Keycloak's own. */
    public static void registers(KeycloakSession session, OIDCClientRepresentation metadata) {
        ClientRefusal.registers(session, metadata);
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof ClientModel.ClientCreationEvent creation) {
            KeycloakSession session = creation.getKeycloakSession();
            session.setAttribute(CREATED + creation.getCreatedClient().getId(), true);
        } else if (event instanceof ClientModel.ClientUpdatedEvent update) {
            KeycloakSession session = update.getKeycloakSession();
            ClientModel client = update.getUpdatedClient();
            enforcement.guard(session, client.getRealm(), EnforcementPoint.CLIENT_WRITE, () -> check(session, client));
        } else if (event instanceof RealmModel.RealmCreationEvent creation) {
            imports.begin(creation.getKeycloakSession(), creation.getCreatedRealm());
        } else if (event instanceof RealmModel.RealmPostCreateEvent complete) {
            KeycloakSession session = complete.getKeycloakSession();
            RealmModel realm = complete.getCreatedRealm();
            enforcement.guard(session, realm, EnforcementPoint.CLIENT_WRITE, () -> imports.end(session, realm));
        }
    }

    /**
     * Remembers what a stored client breaks, before a request changes it. A writer that does not announce a change here
     * is held to all the rules.
     */
    public void before(KeycloakSession session, ClientModel client) {
        if (options.governs(client.getRealm())
                && client.isEnabled()
                && !isCreated(session, client)
                && session.getAttribute(STORED + client.getId()) == null) {
            session.setAttribute(STORED + client.getId(), StoredFindings.of(client, rules));
        }
    }

    /** Throws the refusal if the client, as its model is now, may not be stored. */
    public void check(KeycloakSession session, ClientModel client) {
        boolean created = isCreated(session, client);
        if (!options.governs(client.getRealm()) || (!created && !client.isEnabled())) {
            return;
        }
        List<Finding> findings = findings(session, client, created);
        report(
                session,
                client,
                findings.stream()
                        .filter(finding -> !enforcement.enforces(finding.rule()))
                        .toList());
        StoredFindings stored = session.getAttribute(STORED + client.getId(), StoredFindings.class);
        Map<Boolean, List<Finding>> split = findings.stream()
                .filter(finding -> enforcement.enforces(finding.rule()))
                .collect(Collectors.partitioningBy(finding -> stored != null && stored.has(finding)));
        List<Finding> kept = split.getOrDefault(true, List.of());
        List<Finding> broken = split.getOrDefault(false, List.of());
        if (created && imports.take(session, client, broken)) {
            return;
        }
        refusal.refuse(session, client.getRealm(), client.getClientId(), created, broken, kept);
        refusal.accept(session, client, kept);
    }

    private void report(KeycloakSession session, ClientModel client, List<Finding> findings) {
        DryRun.of(session).ifPresent(run -> run.report(client.getClientId(), findings));
        if (!DryRun.is(session)) {
            findings.forEach(finding -> enforcement.report(
                    session, client, finding.rule(), EnforcementPoint.CLIENT_WRITE, finding.field(), finding.value()));
        }
    }

    private List<Finding> findings(KeycloakSession session, ClientModel client, boolean created) {
        List<Finding> findings = new ArrayList<>(rules.check(ClientFactsReader.read(client)));
        if (created && session.users().getUserById(client.getRealm(), client.getId()) != null) {
            findings.add(new Finding(
                    RuleId.TOKEN_SUBJECT,
                    "id",
                    client.getId(),
                    "it is the id of a user, for whom the client could be taken",
                    "leave it out; Keycloak chooses one"));
        }
        return findings;
    }

    private static boolean isCreated(KeycloakSession session, ClientModel client) {
        return session.getAttribute(CREATED + client.getId()) != null;
    }

    /** Throws the refusal if what is about to be written cannot be stored, or has entries that Keycloak would drop. */
    public void check(KeycloakSession session, @Nullable ClientRepresentation proposed, boolean created) {
        RealmModel realm = session.getContext().getRealm();
        if (options.refusesNothing() && proposed == null) {
            return;
        }
        ClientRepresentation written = options.refusesNothing()
                ? Objects.requireNonNull(proposed)
                : StorableClient.require(realm, proposed, created);
        refusal.refuse(
                session,
                realm,
                written.getClientId() == null ? "" : written.getClientId(),
                created,
                enforced(Stream.concat(
                                BlankEntries.check(written.getRedirectUris(), written.getWebOrigins()).stream(),
                                ApiProtection.check(written.getAttributes()).stream())
                        .toList()),
                List.of());
    }

    /**
     * Throws the refusal of what a registrant (RFC 7591) may not decide.
     *
     * @param stored the client that is changed; null for a new one
     */
    public void checkRegistration(
            KeycloakSession session, @Nullable ClientRepresentation proposed, @Nullable ClientModel stored) {
        if (proposed != null) {
            RealmModel realm = session.getContext().getRealm();
            String clientId = proposed.getClientId() == null ? "" : proposed.getClientId();
            List<Finding> findings = RegistrationGuard.findings(
                    proposed, stored == null ? null : RegistrationReader.stored(realm, stored));
            refusal.refuse(session, realm, clientId, stored == null, enforced(findings), List.of());
        }
    }

    private List<Finding> enforced(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> enforcement.enforces(finding.rule()))
                .toList();
    }
}
