package io.caregate.sampleapi.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import io.caregate.sampleapi.scope.GrantedScopes;
import io.caregate.sampleapi.scope.Interaction;
import io.caregate.sampleapi.scope.Reach;
import io.caregate.sampleapi.web.Challenge;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Enforces the scopes of the token at each interaction, before it begins. It refuses unknown interactions: one that is
 * added to this server needs a scope from its first day.
 */
@Interceptor
final class ScopeGuard {
    private static final String REACH = ScopeGuard.class.getName();

    /** The reach of the request; the guard has been passed, so it is not empty. */
    static Reach reach(RequestDetails request) {
        if (request.getUserData().get(REACH) instanceof Reach reach) {
            return reach;
        }
        throw new IllegalStateException("No gate was passed on the way to " + request.getRequestPath());
    }

    /**
     * Refuses with 403 {@code insufficient_scope} (RFC 6750 section 3.1), or admits the request and records its reach.
     */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void hold(RequestDetails request, RestOperationTypeEnum operation) {
        if (operation == RestOperationTypeEnum.METADATA) {
            return;
        }
        Interaction interaction =
                switch (operation) {
                    case READ, VREAD -> Interaction.READ;
                    case SEARCH_TYPE -> Interaction.SEARCH;
                    default ->
                        throw new ForbiddenOperationException("No scope of this API allows " + operation.getCode());
                };
        String type = Optional.ofNullable(request.getResourceName()).orElse("");
        Reach reach = granted().reach(interaction, type);
        if (reach.isNone()) {
            throw tooLittle(interaction, type);
        }
        request.getUserData().put(REACH, reach);
    }

    private static GrantedScopes granted() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken caller) {
            var token = caller.getToken();
            return GrantedScopes.of(
                    token.getClaims().get("scope") instanceof String scopes ? scopes : "",
                    token.getClaims().get("patient") instanceof String patient && !patient.isBlank()
                            ? Optional.of(patient)
                            : Optional.empty());
        }
        throw new IllegalStateException("A request came past the front door");
    }

    private static ForbiddenOperationException tooLittle(Interaction interaction, String type) {
        String needed = GrantedScopes.needed(interaction, type);
        var refusal = new ForbiddenOperationException("The token's scopes do not allow this; it needs " + needed);
        refusal.addResponseHeader("WWW-Authenticate", Challenge.insufficientScope(needed));
        return refusal;
    }
}
