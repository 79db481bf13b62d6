package io.caregate.portal.client;

import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.client.clienttype.ClientTypeException;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelValidationException;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.validation.ValidationResult;

/**
 * The answers of Keycloak and its extensions to a client that they refuse, field by field. The rules of the pack name
 * field, value and kind of each finding in the body of their refusal, under {@code findings}; this class knows nothing
 * else about them.
 */
final class Refusals {
    private static final String LATER = "the server answered with an error";

    private final Draft draft;

    Refusals(Draft draft) {
        this.draft = draft;
    }

    /** Runs a write; a refusal becomes a problem at its fields. */
    <T> T translate(Writing<T> writing) {
        try {
            return writing.write();
        } catch (WebApplicationException refused) {
            throw invalid(of(refused));
        } catch (ClientPolicyException refused) {
            throw invalid(List.of(notAccepted(refused.getErrorDetail())));
        } catch (ModelValidationException | ModelDuplicateException | ClientTypeException refused) {
            throw invalid(List.of(notAccepted(refused.getMessage())));
        }
    }

    /** The problems that Keycloak's own validation of a finished client has found. */
    ProblemException invalid(ValidationResult result) {
        return invalid(result.getErrors().stream()
                .map(error -> new FieldError(
                        pointer(error.getFieldId() == null ? "" : error.getFieldId(), null),
                        FieldError.NOT_ACCEPTED,
                        error.getMessage(),
                        null))
                .toList());
    }

    private static ProblemException invalid(List<FieldError> errors) {
        return ProblemException.of(ProblemType.INVALID_CLIENT, errors);
    }

    private List<FieldError> of(WebApplicationException refused) {
        if (refused.getResponse().getStatus() >= 500) {
            throw new IllegalStateException(LATER, refused);
        }
        if (!(refused.getResponse().getEntity() instanceof Map<?, ?> body)) {
            return List.of(notAccepted(refused.getMessage()));
        }
        if (!(body.get("findings") instanceof List<?> findings) || findings.isEmpty()) {
            return List.of(notAccepted(text(body.get("error_description"))));
        }
        return findings.stream()
                .filter(Map.class::isInstance)
                .map(finding -> error((Map<?, ?>) finding))
                .toList();
    }

    private FieldError error(Map<?, ?> finding) {
        String problem = text(finding.get("problem"));
        return new FieldError(
                pointer(text(finding.get("field")), text(finding.get("value"))),
                text(finding.get("code")),
                problem + "; " + text(finding.get("advice")) + ".",
                text(finding.get("rule")));
    }

    private String pointer(String field, @Nullable String value) {
        return switch (field) {
            case "redirectUris" -> "#/redirectUris" + index(draft.redirectUris(), value);
            case "webOrigins" -> "#/webOrigins" + index(draft.webOrigins(), value);
            case "attributes." + Environment.ATTRIBUTE -> "#/environment";
            case "name" -> "#/name";
            case "jwksUrl" -> "#/keys/jwksUrl";
            default -> "#";
        };
    }

    private static String index(List<String> values, @Nullable String value) {
        int index = value == null ? -1 : values.indexOf(value);
        return index < 0 ? "" : "/" + index;
    }

    private static FieldError notAccepted(@Nullable String text) {
        return new FieldError("#", FieldError.NOT_ACCEPTED, text, null);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** An action that Keycloak may refuse. */
    interface Writing<T> {
        T write() throws ClientPolicyException;
    }
}
