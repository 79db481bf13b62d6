package io.caregate.policy.client;

import io.caregate.policy.facts.ClientFactsReader;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.Finding;
import java.util.List;
import java.util.Objects;
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
 * their transaction, before anything is committed. {@link ClientGuard} decides. A deletion publishes another event and
 * is always possible. Keycloak's own migrations write models without this event.
 *
 * <p>A refusal contains all findings at once, the first {@value ShownFindings#MOST} of them in words. The refusal of an
 * import contains those of all its clients.
 */
public final class ClientEnforcer implements ProviderEventListener {

    private static final String CREATED = "caregate.created-client.";
    private static final String STORED = "caregate.stored-findings.";

    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final ClientGuard guard;
    private final ClientRefusalEnforcer refusal;
    private final ImportEnforcer imports;

    public ClientEnforcer(PolicyOptions options) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.guard = new ClientGuard(options);
        this.refusal = new ClientRefusalEnforcer(enforcement);
        this.imports = new ImportEnforcer(refusal, (session, client) -> verdict(session, client, true, null)
                .broken());
    }

    /** Keeps the metadata of a registration (RFC 7591): a refusal uses its names instead of Keycloak's own. */
    public static void registers(KeycloakSession session, OIDCClientRepresentation metadata) {
        ClientRefusalEnforcer.registers(session, metadata);
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
     * Records which rules a stored client breaks before a request changes it. A writer that does not announce a change
     * here must satisfy all rules.
     */
    public void before(KeycloakSession session, ClientModel client) {
        if (options.governs(client.getRealm())
                && ClientGuard.mayKeep(isCreated(session, client), client.isEnabled())
                && session.getAttribute(STORED + client.getId()) == null) {
            session.setAttribute(STORED + client.getId(), guard.stored(ClientFactsReader.read(client)));
        }
    }

    /** Throws the refusal if the client, as its model is now, may not be stored. */
    public void check(KeycloakSession session, ClientModel client) {
        boolean created = isCreated(session, client);
        if (!options.governs(client.getRealm()) || !ClientGuard.looksAt(created, client.isEnabled())) {
            return;
        }
        StoredFindings stored = session.getAttribute(STORED + client.getId(), StoredFindings.class);
        ClientGuard.Verdict verdict = verdict(session, client, created, stored);
        report(session, client, verdict.reported());
        if (created && imports.take(session, client, verdict.broken())) {
            return;
        }
        refusal.refuse(session, client.getRealm(), client.getClientId(), created, verdict.broken(), verdict.kept());
        refusal.accept(session, client, verdict.kept());
    }

    private ClientGuard.Verdict verdict(
            KeycloakSession session, ClientModel client, boolean created, @Nullable StoredFindings stored) {
        return guard.check(
                ClientFactsReader.read(client),
                client.getId(),
                created,
                () -> session.users().getUserById(client.getRealm(), client.getId()) != null,
                stored);
    }

    private void report(KeycloakSession session, ClientModel client, List<Finding> findings) {
        DryRun.of(session).ifPresent(run -> run.report(client.getClientId(), findings));
        if (!DryRun.is(session)) {
            findings.forEach(finding -> enforcement.report(
                    session, client, finding.rule(), EnforcementPoint.CLIENT_WRITE, finding.field(), finding.value()));
        }
    }

    private static boolean isCreated(KeycloakSession session, ClientModel client) {
        return session.getAttribute(CREATED + client.getId()) != null;
    }

    /** Throws the refusal if the client to be written cannot be stored, or has entries that Keycloak would drop. */
    public void check(KeycloakSession session, @Nullable ClientRepresentation proposed, boolean created) {
        RealmModel realm = session.getContext().getRealm();
        guard.unstorable(proposed, created, flow -> realm.getAuthenticationFlowById(flow) != null)
                .ifPresent(problem -> {
                    throw ClientRefusalEnforcer.unstorable(problem);
                });
        if (proposed != null) {
            refusal.refuse(session, realm, clientId(proposed), created, guard.check(proposed), List.of());
        }
    }

    /**
     * Throws the refusal of settings that a registrant (RFC 7591) may not decide.
     *
     * @param stored the client being changed; null for a new one
     */
    public void checkRegistration(
            KeycloakSession session, @Nullable ClientRepresentation proposed, @Nullable ClientModel stored) {
        if (proposed != null) {
            RealmModel realm = session.getContext().getRealm();
            List<Finding> findings = RegistrationGuard.findings(
                    proposed, stored == null ? null : RegistrationReader.stored(realm, stored));
            refusal.refuse(session, realm, clientId(proposed), stored == null, guard.enforced(findings), List.of());
        }
    }

    private static String clientId(ClientRepresentation written) {
        return Objects.requireNonNullElse(written.getClientId(), "");
    }
}
