package io.caregate.policy.client;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.RegistrationMetadata;
import io.caregate.policy.rule.RuleId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * The content of a refused client's event and answer: {@code invalid_redirect_uri} or {@code invalid_client_metadata}
 * (RFC 7591 section 3.2.2).
 *
 * @param clientId the client's own name; empty if none was given
 * @param findings the reasons for the refusal
 * @param kept violations that an edit leaves as they were; named after the findings, and not a reason to refuse
 * @param metadata the metadata of a registration, whose names the texts use instead of Keycloak's own
 */
record ClientRefusal(
        String clientId,
        boolean created,
        List<Finding> findings,
        List<Finding> kept,
        @Nullable RegistrationMetadata metadata) {

    /** The error of a client that cannot be stored. */
    static final String INVALID_CLIENT_METADATA = "invalid_client_metadata";

    private static final String INVALID_REDIRECT_URI = "invalid_redirect_uri";
    private static final int LONGEST_ID = 255;

    /** A client of an import, which is new. */
    static ClientRefusal imported(String clientId, List<Finding> findings) {
        return new ClientRefusal(clientId, true, findings, List.of(), null);
    }

    /** The event of an edit that is accepted although the client breaks rules as before. */
    static Refusal accepted(String clientId, List<Finding> kept, @Nullable String author) {
        String text = "The edit is accepted; the client still breaks what it broke before: "
                + ShownFindings.of(kept, ShownFindings.MOST).text();
        return refusal(EventType.CLIENT_UPDATE, clientId, kept, text, author);
    }

    /**
     * The error event.
     *
     * @param author Keycloak's id of the user who writes the client, if there is one
     */
    Refusal refusal(@Nullable String author) {
        return refusal(created ? EventType.CLIENT_REGISTER : EventType.CLIENT_UPDATE, name(), findings, text(), author);
    }

    private static Refusal refusal(
            EventType event, String clientId, List<Finding> findings, String text, @Nullable String author) {
        return new Refusal(rules(findings), EnforcementPoint.CLIENT_WRITE, event, error(findings), text, Map.of())
                .ofClient(clientId.isEmpty() ? null : clientId)
                .ofUser(author);
    }

    // The id that Keycloak chooses for a registration is never used.
    private String name() {
        return metadata != null && created ? "" : clientId;
    }

    private String text() {
        return shown().text() + (kept.isEmpty() ? "" : " Already stored, and allowed to stay: " + stored().text());
    }

    /** The text of the answer. */
    String answer() {
        return (name().isEmpty() ? "" : "Client " + PrintableText.printable(name(), LONGEST_ID) + ": ") + text();
    }

    /** The findings of the answer, for programs. */
    Map<String, Object> body() {
        return Map.of(
                "findings", shown().bodies(),
                "moreFindings", shown().more(),
                "storedFindings", stored().bodies(),
                "moreStoredFindings", stored().more());
    }

    private ShownFindings shown() {
        return ShownFindings.of(inTheirNames(findings), ShownFindings.MOST);
    }

    private ShownFindings stored() {
        return ShownFindings.of(
                inTheirNames(kept), ShownFindings.MOST - shown().shown().size());
    }

    private List<Finding> inTheirNames(List<Finding> all) {
        return metadata == null ? all : metadata.translate(all);
    }

    /** The error code of an answer and an event about these findings. */
    static String error(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.field().equals("redirectUris"))
                ? INVALID_REDIRECT_URI
                : INVALID_CLIENT_METADATA;
    }

    /** The rules that these findings break. */
    static Set<RuleId> rules(Collection<Finding> findings) {
        return findings.stream().map(Finding::rule).collect(Collectors.toSet());
    }
}
