package io.caregate.sampleapi.web;

import ca.uhn.fhir.context.FhirContext;
import io.caregate.sampleapi.token.RealmDocument;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

/**
 * The answer to a caller without a valid token: the challenge of RFC 6750 section 3 for programs, with an
 * OperationOutcome (FHIR R4 section 3.1.0.1.11) for people.
 * <ul>
 *   <li>no token, or another scheme such as Basic: 401 and the bare challenge;
 *   <li>an invalid token: 401 {@code invalid_token}, with the problem;
 *   <li>a request that makes no sense, such as one with two tokens: 400 {@code invalid_request};
 *   <li>the realm's keys are not available: 503, since nothing is known of the token;
 *   <li>a body that is too long: 413, for any sender.
 * </ul>
 */
@Component
final class TurnedAway implements AuthenticationEntryPoint {
    private static final Logger LOG = LoggerFactory.getLogger(TurnedAway.class);

    private final FhirContext fhir;

    TurnedAway(FhirContext fhir) {
        this.fhir = fhir;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (reason instanceof AuthenticationServiceException) {
            LOG.debug("No token can be checked: caregate.api.issuer or caregate.api.reach does not answer", reason);
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(RealmDocument.RETRY.toSeconds()));
            answer(response, 503, IssueType.TRANSIENT, "Tokens cannot be checked at the moment.");
        } else if (reason instanceof OAuth2AuthenticationException refused) {
            refuse(response, refused);
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, Challenge.BARE);
            answer(response, 401, IssueType.LOGIN, withoutToken(request));
        }
    }

    void tooLarge(HttpServletResponse response, int most) throws IOException {
        answer(response, 413, IssueType.TOOLONG, "A body has at most " + most + " bytes here.");
    }

    private void refuse(HttpServletResponse response, OAuth2AuthenticationException refused) throws IOException {
        var error = refused.getError();
        String description = Optional.ofNullable(error.getDescription()).orElse("The token is no good");
        int status = error instanceof BearerTokenError bearer
                ? bearer.getHttpStatus().value()
                : 401;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, Challenge.of(error.getErrorCode(), description, ""));
        answer(response, status, status == 400 ? IssueType.INVALID : IssueType.LOGIN, description + ".");
    }

    private static String withoutToken(HttpServletRequest request) {
        String sent = Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return sent.startsWith("basic")
                ? "Basic authentication is not accepted here: get an access token and send it as Authorization: Bearer."
                : "Send an access token as Authorization: Bearer.";
    }

    private void answer(HttpServletResponse response, int status, IssueType type, String text) throws IOException {
        var outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(text);
        response.setStatus(status);
        response.setContentType("application/fhir+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        fhir.newJsonParser().encodeResourceToWriter(outcome, response.getWriter());
    }
}
