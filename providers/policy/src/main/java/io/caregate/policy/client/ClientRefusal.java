package io.caregate.policy.client;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.refusal.RefusedAtStartException;
import io.caregate.policy.refusal.RulePage;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.RegistrationMetadata;
import io.caregate.policy.rule.RuleId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.oidc.OIDCClientRepresentation;

/**
 * Carries out the refusal of a client, or of the clients of an import: an event for each client, and one answer, a 400
 * with {@code invalid_redirect_uri} or {@code invalid_client_metadata} (RFC 7591 section 3.2.2). Outside of a request,
 * at the import of a realm while the server starts, it is an exception that stops the start. It runs in the transaction
 * of the write, which is rolled back.
 */
final class ClientRefusal {

    private static final ServerLog LOG = ServerLog.of(ClientRefusal.class);
    private static final String METADATA = "caregate.registration-metadata";
    private static final String ACCEPTED = "caregate.accepted-findings.";
    private static final String INVALID_REDIRECT_URI = "invalid_redirect_uri";
    private static final String INVALID_CLIENT_METADATA = "invalid_client_metadata";
    private static final int LONGEST_ID = 255;

    private final Enforcement enforcement;

    ClientRefusal(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** Remembers the metadata of a registration (RFC 7591), whose names the refusal uses instead of Keycloak's own. */
    static void registers(KeycloakSession session, OIDCClientRepresentation metadata) {
        session.setAttribute(
                METADATA,
                new RegistrationMetadata(
                        Objects.requireNonNullElse(metadata.getResponseTypes(), List.of()),
                        Objects.requireNonNullElse(metadata.getGrantTypes(), List.of())));
    }

    /**
     * Refuses a client if there are findings.
     *
     * @param kept what an edit leaves as it was; named behind them, and no reason to refuse
     */
    void refuse(
            KeycloakSession session,
            RealmModel realm,
            String clientId,
            boolean created,
            List<Finding> findings,
            List<Finding> kept) {
        if (findings.isEmpty()) {
            return;
        }
        Optional<DryRun> dryRun = DryRun.of(session);
        if (dryRun.isPresent()) {
            dryRun.get().refuse(clientId, findings, kept);
            return;
        }
        RegistrationMetadata metadata = session.getAttribute(METADATA, RegistrationMetadata.class);
        ShownFindings shown = ShownFindings.of(inTheirNames(metadata, findings), ShownFindings.MOST);
        ShownFindings stored = ShownFindings.of(
                inTheirNames(metadata, kept), ShownFindings.MOST - shown.shown().size());
        String text = shown.text() + (kept.isEmpty() ? "" : " Already stored, and allowed to stay: " + stored.text());
        // The id that Keycloak chooses for a registration never comes to exist.
        String named = metadata != null && created ? "" : clientId;
        record(session, realm, named, created, findings, text);
        throw RefusalAnswers.badRequest(
                error(findings),
                (named.isEmpty() ? "" : "Client " + PrintableText.printable(named, LONGEST_ID) + ": ")
                        + text
                        + RulePage.see(session, realm, rules(findings)),
                Map.of(
                        "findings", shown.bodies(),
                        "moreFindings", shown.more(),
                        "storedFindings", stored.bodies(),
                        "moreStoredFindings", stored.more()));
    }

    /**
     * Refuses an import if one of its clients is refused.
     *
     * @param explaining the realm whose page explains the rules: one that is there afterwards
     */
    void refuse(KeycloakSession session, RealmModel realm, RealmModel explaining, RefusedImport clients) {
        if (clients.isEmpty()) {
            return;
        }
        Optional<DryRun> dryRun = DryRun.of(session);
        if (dryRun.isPresent()) {
            clients.clients().forEach((client, findings) -> dryRun.get().refuse(client, findings, List.of()));
            return;
        }
        List<Finding> findings = clients.findings();
        String text = clients.text();
        if (!Enforcement.isRequest(session)) {
            String name = PrintableText.printable(realm.getName(), LONGEST_ID);
            String file = ImportedFile.of(realm.getName())
                    .map(Path::toString)
                    .map(path -> " (" + path + ")")
                    .orElse("");
            String message = "Caregate refused the import of realm " + name + file + ": " + text;
            LOG.errorf("%s", message);
            throw new RefusedAtStartException(message);
        }
        clients.clients().entrySet().stream()
                .limit(ShownFindings.MOST)
                .forEach(client -> record(
                        session,
                        realm,
                        client.getKey(),
                        true,
                        client.getValue(),
                        ShownFindings.of(client.getValue(), ShownFindings.MOST).text()));
        throw RefusalAnswers.badRequest(
                error(findings),
                text + RulePage.see(session, explaining, rules(findings)),
                Map.of("findings", clients.bodies(), "moreFindings", clients.more()));
    }

    private void record(
            KeycloakSession session,
            RealmModel realm,
            String clientId,
            boolean created,
            List<Finding> findings,
            String text) {
        if (!DryRun.is(session)) {
            EventType event = created ? EventType.CLIENT_REGISTER : EventType.CLIENT_UPDATE;
            enforcement.refuses(session, realm, refusal(session, event, clientId, findings, text));
        }
    }

    /** Raises the event, once a request, of an edit that is accepted although the client breaks rules as before. */
    void accept(KeycloakSession session, ClientModel client, List<Finding> kept) {
        if (!kept.isEmpty()) {
            DryRun.of(session).ifPresent(run -> run.refuse(client.getClientId(), List.of(), kept));
        }
        if (kept.isEmpty() || DryRun.is(session) || session.getAttribute(ACCEPTED + client.getId()) != null) {
            return;
        }
        session.setAttribute(ACCEPTED + client.getId(), true);
        String text = "The edit is accepted; the client still breaks what it broke before: "
                + ShownFindings.of(kept, ShownFindings.MOST).text();
        enforcement.warn(
                session,
                client.getRealm(),
                refusal(session, EventType.CLIENT_UPDATE, client.getClientId(), kept, text));
    }

    private static Refusal refusal(
            KeycloakSession session, EventType event, String clientId, List<Finding> findings, String text) {
        UserModel author = session.getContext().getUser();
        return new Refusal(rules(findings), EnforcementPoint.CLIENT_WRITE, event, error(findings), text, Map.of())
                .ofClient(clientId.isEmpty() ? null : clientId)
                .ofUser(author == null ? null : author.getId());
    }

    private static List<Finding> inTheirNames(@Nullable RegistrationMetadata metadata, List<Finding> findings) {
        return metadata == null ? findings : metadata.translate(findings);
    }

    private static String error(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.field().equals("redirectUris"))
                ? INVALID_REDIRECT_URI
                : INVALID_CLIENT_METADATA;
    }

    private static Set<RuleId> rules(Collection<Finding> findings) {
        return findings.stream().map(Finding::rule).collect(Collectors.toSet());
    }
}
