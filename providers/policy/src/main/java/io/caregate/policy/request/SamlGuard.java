package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.protocol.saml.SamlProtocol;

/**
 * Refuses a SAML authentication request whose assertion consumer URL is not exactly a registered one (SAML Core section
 * 3.4.1). Where the request names none, those that Keycloak falls back to must be registrable.
 */
final class SamlGuard {

    private final PolicyOptions options;
    private final String clientId;
    private final List<String> locations;
    private final RegisteredUris registered;

    /**
     * The guard for one client.
     *
     * @param locations the assertion consumer URLs among the client's attributes, and its management URL
     */
    SamlGuard(PolicyOptions options, String clientId, List<String> locations, RegisteredUris registered) {
        this.options = options;
        this.clientId = clientId;
        this.locations =
                locations.stream().filter(location -> !location.isBlank()).toList();
        this.registered = registered;
    }

    /**
     * The refusals of a request, in their order.
     *
     * @param asked the assertion consumer URL that it requests, if any
     */
    List<Refusal> check(@Nullable String binding, @Nullable String asked) {
        List<Refusal> found = new ArrayList<>();
        if (SamlProtocol.SAML_SOAP_BINDING.equals(binding)) {
            found.add(refusal(
                    RuleId.NO_PASSWORD_GRANT,
                    Errors.NOT_ALLOWED,
                    "The enhanced client profile takes a password without a browser",
                    null));
        }
        // Keycloak treats a URL that reads "null" as absent.
        if (asked != null && !asked.equals("null")) {
            checkAnswer(asked).ifPresent(found::add);
        } else if (!locations.stream().allMatch(registered::couldRegister)) {
            refuseLocation(null).ifPresent(found::add);
        }
        return found;
    }

    /** The refusal of an answer that is about to go to this location. */
    Optional<Refusal> checkAnswer(@Nullable String location) {
        boolean stored = location != null && locations.contains(location) && registered.couldRegister(location);
        return stored || registered.hasRedirectUri(location) ? Optional.empty() : refuseLocation(location);
    }

    // If nothing matches at all, Keycloak itself refuses; that is not a report-only violation of the pack.
    private Optional<Refusal> refuseLocation(@Nullable String location) {
        return options.enforces(RuleId.EXACT_REDIRECT_URI) || location == null || registered.keycloakMatches(location)
                ? Optional.of(refusal(
                        RuleId.EXACT_REDIRECT_URI,
                        Errors.INVALID_REDIRECT_URI,
                        "The assertion consumer URL is not exactly a registered one",
                        location))
                : Optional.empty();
    }

    private Refusal refusal(RuleId rule, String error, String reason, @Nullable String location) {
        return Refusal.by(rule, EnforcementPoint.SAML, EventType.LOGIN, error, reason)
                .ofClient(clientId)
                .about(Details.REDIRECT_URI, location);
    }
}
