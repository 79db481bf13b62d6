package io.caregate.policy.client;

import io.caregate.policy.facts.ClientFactsReader;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.Finding;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * Refuses a client that would break a rule, whatever path writes it: Admin API, dynamic registration, partial import,
 * realm creation and realm import all publish {@link ClientModel.ClientUpdatedEvent} with the finished model, inside
 * their transaction, before anything is committed. {@link ClientGuard} decides. A deletion publishes another event and
 * is always possible. Keycloak's own migrations write models without this event.
 *
 * <p>A refusal contains all findings at once, the first {@value ShownFindings#MOST} of them in words. The refusal of an
 * import contains those of all its clients.
 */
public final class ClientEnforcer {

    private static final String CREATED = "caregate.created-client.";
    private static final String STORED = "caregate.stored-findings.";

    private final Enforcement enforcement;
    private final KeycloakSession session;
    private final ClientGuard guard;
    private final ImportEnforcer imports;

    public ClientEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
        this.session = enforcement.session();
        this.guard = new ClientGuard(enforcement.options());
        this.imports = new ImportEnforcer(
                enforcement, client -> verdict(client, true, null).broken());
    }

    /** Records that a client is new in this session. */
    public void created(ClientModel client) {
        session.setAttribute(CREATED + client.getId(), true);
    }

    /** Begins the import of a realm, whose clients are judged together. */
    public void begin(RealmModel realm) {
        imports.begin(realm);
    }

    /** Ends the import of a realm, and throws the refusal of its clients. */
    public void end(RealmModel realm) {
        imports.end(realm);
    }

    /**
     * Records which rules a stored client breaks before a request changes it. A writer that does not announce a change
     * here must satisfy all rules.
     */
    public void before(ClientModel client) {
        if (enforcement.in(client.getRealm()).governs()
                && ClientGuard.mayKeep(isCreated(client), client.isEnabled())
                && session.getAttribute(STORED + client.getId()) == null) {
            session.setAttribute(STORED + client.getId(), guard.stored(ClientFactsReader.read(client)));
        }
    }

    /** Throws the refusal if the client, as its model is now, may not be stored. */
    public void check(ClientModel client) {
        Enforcement own = enforcement.in(client.getRealm());
        boolean created = isCreated(client);
        if (!own.governs() || !ClientGuard.looksAt(created, client.isEnabled())) {
            return;
        }
        StoredFindings stored = session.getAttribute(STORED + client.getId(), StoredFindings.class);
        ClientGuard.Verdict verdict = verdict(client, created, stored);
        report(client, verdict.reported());
        if (created && imports.take(client, verdict.broken())) {
            return;
        }
        ClientRefusalEnforcer refusal = new ClientRefusalEnforcer(own);
        refusal.refuse(client.getClientId(), created, verdict.broken(), verdict.kept());
        refusal.accept(client, verdict.kept());
    }

    private ClientGuard.Verdict verdict(ClientModel client, boolean created, @Nullable StoredFindings stored) {
        return guard.check(
                ClientFactsReader.read(client),
                client.getId(),
                created,
                () -> session.users().getUserById(client.getRealm(), client.getId()) != null,
                stored);
    }

    private void report(ClientModel client, List<Finding> findings) {
        DryRun.of(session).ifPresent(run -> run.report(client.getClientId(), findings));
        if (!DryRun.is(session)) {
            findings.forEach(finding -> enforcement.report(
                    client, finding.rule(), EnforcementPoint.CLIENT_WRITE, finding.field(), finding.value()));
        }
    }

    private boolean isCreated(ClientModel client) {
        return session.getAttribute(CREATED + client.getId()) != null;
    }

    /** Throws the refusal if the client to be written cannot be stored, or has entries that Keycloak would drop. */
    public void check(@Nullable ClientRepresentation proposed, boolean created) {
        RealmModel realm = enforcement.realm();
        guard.unstorable(proposed, created, flow -> realm.getAuthenticationFlowById(flow) != null)
                .ifPresent(problem -> {
                    throw ClientRefusalEnforcer.unstorable(problem);
                });
        if (proposed != null) {
            new ClientRefusalEnforcer(enforcement)
                    .refuse(clientId(proposed), created, guard.check(proposed), List.of());
        }
    }

    /**
     * Throws the refusal of settings that a registrant (RFC 7591) may not decide.
     *
     * @param stored the client being changed; null for a new one
     */
    public void checkRegistration(@Nullable ClientRepresentation proposed, @Nullable ClientModel stored) {
        if (proposed != null) {
            List<Finding> findings = RegistrationGuard.findings(
                    proposed, stored == null ? null : RegistrationReader.stored(enforcement.realm(), stored));
            new ClientRefusalEnforcer(enforcement)
                    .refuse(clientId(proposed), stored == null, guard.enforced(findings), List.of());
        }
    }

    private static String clientId(ClientRepresentation written) {
        return Objects.requireNonNullElse(written.getClientId(), "");
    }
}
