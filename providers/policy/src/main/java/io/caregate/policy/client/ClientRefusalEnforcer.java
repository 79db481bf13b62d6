package io.caregate.policy.client;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.refusal.RefusedAtStartException;
import io.caregate.policy.refusal.RulePage;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RegistrationMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.oidc.OIDCClientRepresentation;
import org.keycloak.services.ErrorResponseException;

/**
 * Carries out the refusal of a client, or of the clients of an import: an event for each client, and one answer, a 400.
 * Outside a request, when a realm is imported while the server starts, an exception stops the start. It runs in the
 * transaction of the write and marks it: not everything in Keycloak that takes an exception for an answer rolls back,
 * such as the update of a client from its metadata document in 26.7.0.
 */
final class ClientRefusalEnforcer {

    private static final ServerLog LOG = ServerLog.of(ClientRefusalEnforcer.class);
    private static final String METADATA = "caregate.registration-metadata";
    private static final String ACCEPTED = "caregate.accepted-findings.";

    private final Enforcement enforcement;

    ClientRefusalEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** Keeps the metadata of a registration (RFC 7591): the refusal uses its names instead of Keycloak's own. */
    static void registers(KeycloakSession session, OIDCClientRepresentation metadata) {
        session.setAttribute(
                METADATA,
                new RegistrationMetadata(
                        Objects.requireNonNullElse(metadata.getResponseTypes(), List.of()),
                        Objects.requireNonNullElse(metadata.getGrantTypes(), List.of())));
    }

    /** The answer to a client that Keycloak could not store. It breaks no rule, so there is no event. */
    static ErrorResponseException unstorable(String problem) {
        return RefusalAnswers.badRequest(ClientRefusal.INVALID_CLIENT_METADATA, problem);
    }

    /**
     * Refuses a client if there are findings.
     *
     * @param kept violations that an edit leaves as they were; named after the findings, and not a reason to refuse
     */
    void refuse(String clientId, boolean created, List<Finding> findings, List<Finding> kept) {
        if (findings.isEmpty()) {
            return;
        }
        KeycloakSession session = enforcement.session();
        Optional<DryRun> dryRun = DryRun.of(session);
        if (dryRun.isPresent()) {
            dryRun.get().refuse(clientId, findings, kept);
            return;
        }
        RegistrationMetadata metadata = session.getAttribute(METADATA, RegistrationMetadata.class);
        ClientRefusal refusal = new ClientRefusal(clientId, created, findings, kept, metadata);
        record(refusal);
        session.getTransactionManager().setRollbackOnly();
        throw RefusalAnswers.badRequest(
                ClientRefusal.error(findings),
                refusal.answer() + RulePage.see(session, enforcement.realm(), ClientRefusal.rules(findings)),
                refusal.body());
    }

    /**
     * Refuses an import if one of its clients is refused.
     *
     * @param explaining the realm whose page explains the rules: one that exists afterwards
     */
    void refuse(RealmModel explaining, RefusedImport clients) {
        if (clients.isEmpty()) {
            return;
        }
        KeycloakSession session = enforcement.session();
        Optional<DryRun> dryRun = DryRun.of(session);
        if (dryRun.isPresent()) {
            clients.clients().forEach((client, findings) -> dryRun.get().refuse(client, findings, List.of()));
            return;
        }
        if (!Enforcement.isRequest(session)) {
            String realm = enforcement.realm().getName();
            String message = clients.atStart(realm, ImportedFile.of(realm).map(Path::toString));
            LOG.errorf("%s", message);
            throw new RefusedAtStartException(message);
        }
        clients.refusals().forEach(this::record);
        session.getTransactionManager().setRollbackOnly();
        List<Finding> findings = clients.findings();
        throw RefusalAnswers.badRequest(
                ClientRefusal.error(findings),
                clients.text() + RulePage.see(session, explaining, ClientRefusal.rules(findings)),
                clients.body());
    }

    private void record(ClientRefusal refusal) {
        if (!DryRun.is(enforcement.session())) {
            enforcement.refuses(refusal.refusal(author()));
        }
    }

    /** Raises, once a request, the event of an edit that is accepted although the client breaks rules as before. */
    void accept(ClientModel client, List<Finding> kept) {
        KeycloakSession session = enforcement.session();
        if (!kept.isEmpty()) {
            DryRun.of(session).ifPresent(run -> run.refuse(client.getClientId(), List.of(), kept));
        }
        if (kept.isEmpty() || DryRun.is(session) || session.getAttribute(ACCEPTED + client.getId()) != null) {
            return;
        }
        session.setAttribute(ACCEPTED + client.getId(), true);
        enforcement.warn(ClientRefusal.accepted(client.getClientId(), kept, author()));
    }

    private @Nullable String author() {
        UserModel author = enforcement.session().getContext().getUser();
        return author == null ? null : author.getId();
    }
}
