package io.caregate.policy.client;

import io.caregate.policy.facts.ClientFactsReader;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.refusal.RefusedAtStartException;
import io.caregate.policy.rule.ApiProtection;
import io.caregate.policy.rule.BlankEntries;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.RuleId;
import io.caregate.resource.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * Refuses a client that would break a rule, whatever path writes it: Admin API, dynamic registration, partial import,
 * realm creation and realm import all publish {@link ClientModel.ClientUpdatedEvent} with the finished model, inside
 * their transaction, before anything is committed.
 *
 * <p>A client that is already stored may be edited into a disabled one whatever it breaks, since an incident must not
 * wait for a clean-up; it is checked when it is enabled again. A new client is checked even if it is disabled. Deleting
 * publishes another event and is always possible. Keycloak's own migrations write models without this event.
 *
 * <p>The refusal is a 400 with {@code invalid_redirect_uri} or {@code invalid_client_metadata} (RFC 7591 section 3.2.2)
 * and all findings at once, the first {@value #MOST_SHOWN} of them in words. Outside of a request, at the import of a
 * realm while the server starts, it is an exception that stops the start.
 */
public final class ClientGuard implements ProviderEventListener {

    /**
     * The session attribute, {@code true}, of a writer that always rolls its transaction back: it only asks what would
     * be refused. The refusal is thrown as ever, but leaves no event and no metric. Only code in the server can set it.
     */
    static final String DRY_RUN = "caregate.dry-run";

    private static final ServerLog LOG = ServerLog.of(ClientGuard.class);
    private static final String CREATED = "caregate.created-client.";
    private static final String INVALID_REDIRECT_URI = "invalid_redirect_uri";
    private static final String INVALID_CLIENT_METADATA = "invalid_client_metadata";

    /** How many findings an answer, an event and a line of the log name; a list of addresses may have thousands. */
    private static final int MOST_SHOWN = 50;

    private final PolicyOptions options;
    private final Enforcement enforcement;

    public ClientGuard(PolicyOptions options) {
        this.options = options;
        this.enforcement = new Enforcement(options);
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
        }
    }

    /** Throws the refusal if the client, as its model is now, may not be stored. */
    public void check(KeycloakSession session, ClientModel client) {
        boolean created = session.getAttribute(CREATED + client.getId()) != null;
        if (!options.governs(client.getRealm()) || (!created && !client.isEnabled())) {
            return;
        }
        List<Finding> findings = new ArrayList<>(ClientRules.check(ClientFactsReader.read(client)));
        if (created && session.users().getUserById(client.getRealm(), client.getId()) != null) {
            findings.add(new Finding(
                    RuleId.TOKEN_SUBJECT,
                    "id",
                    client.getId(),
                    "it is the id of a user, for whom the client could be taken",
                    "leave it out; Keycloak chooses one"));
        }
        findings.stream()
                .filter(finding -> !isDryRun(session) && !enforcement.enforces(finding.rule()))
                .forEach(finding -> enforcement.report(
                        session,
                        client,
                        finding.rule(),
                        EnforcementPoint.CLIENT_WRITE,
                        finding.field(),
                        finding.value()));
        refuse(session, client.getRealm(), client.getClientId(), created, findings);
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
        refuse(
                session,
                realm,
                written.getClientId() == null ? "" : written.getClientId(),
                created,
                Stream.concat(
                                BlankEntries.check(written.getRedirectUris(), written.getWebOrigins()).stream(),
                                ApiProtection.check(written.getAttributes()).stream())
                        .toList());
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
            List<Finding> findings = new RegistrationGuard(options).findings(realm, proposed, stored);
            refuse(session, realm, clientId, stored == null, findings);
        }
    }

    private void refuse(
            KeycloakSession session, RealmModel realm, String clientId, boolean created, List<Finding> all) {
        List<Finding> findings = all.stream()
                .filter(finding -> enforcement.enforces(finding.rule()))
                .toList();
        if (findings.isEmpty()) {
            return;
        }
        List<Finding> shown = findings.subList(0, Math.min(findings.size(), MOST_SHOWN));
        int more = findings.size() - shown.size();
        Set<RuleId> rules = findings.stream().map(Finding::rule).collect(Collectors.toSet());
        String text = shown.stream().map(Finding::text).collect(Collectors.joining(" "))
                + (more == 0 ? "" : " And " + more + " more.") + " See "
                + rules.stream().sorted().map(RuleId::docs).collect(Collectors.joining(" and ")) + ".";
        if (!Enforcement.isRequest(session)) {
            // Keycloak insists on this file name, but does not say which file it is reading.
            String name = PrintableText.printable(realm.getName(), 255);
            String message = "Caregate refused client " + PrintableText.printable(clientId, 255) + " of realm " + name
                    + " (with --import-realm: file " + name + "-realm.json): " + text;
            LOG.errorf("%s", message);
            throw new RefusedAtStartException(message);
        }
        String error = findings.stream().anyMatch(finding -> finding.field().equals("redirectUris"))
                ? INVALID_REDIRECT_URI
                : INVALID_CLIENT_METADATA;
        UserModel author = session.getContext().getUser();
        EventType event = created ? EventType.CLIENT_REGISTER : EventType.CLIENT_UPDATE;
        if (!isDryRun(session)) {
            enforcement.refuses(
                    session,
                    realm,
                    new Refusal(rules, EnforcementPoint.CLIENT_WRITE, event, error, text, Map.of())
                            .ofClient(clientId)
                            .ofUser(author == null ? null : author.getId()));
        }
        throw RefusalAnswers.badRequest(
                error,
                clientId.isEmpty() ? text : "Client " + PrintableText.printable(clientId, 255) + ": " + text,
                Map.of("findings", shown.stream().map(FindingBody::of).toList(), "moreFindings", more));
    }

    private static boolean isDryRun(KeycloakSession session) {
        return Boolean.TRUE.equals(session.getAttribute(DRY_RUN));
    }
}
