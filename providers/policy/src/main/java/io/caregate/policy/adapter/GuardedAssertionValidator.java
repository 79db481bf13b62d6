package io.caregate.policy.adapter;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.authentication.ClientAssertionEnforcer;
import io.caregate.policy.refusal.Enforcement;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.authentication.authenticators.client.ClientAuthUtil;
import org.keycloak.authentication.authenticators.client.JWTClientValidator;

/** Keycloak's validator of client assertions, which asks the guard before and after it checks the signature. */
final class GuardedAssertionValidator extends JWTClientValidator {

    private static final ServerLog LOG = ServerLog.of(GuardedAssertionValidator.class);

    private final ClientAssertionEnforcer enforcer;
    private final boolean symmetric;

    private GuardedAssertionValidator(
            ClientAuthenticationFlowContext context,
            ClientAssertionEnforcer enforcer,
            SignatureValidator signatures,
            boolean symmetric,
            String method)
            throws Exception {
        // Keycloak's own method that asks for the signature cannot be overridden in 26.6.
        super(
                context,
                validator -> enforcer.admits(validator.getState()) && signatures.verifySignature(validator),
                method);
        this.enforcer = enforcer;
        this.symmetric = symmetric;
    }

    /**
     * Lets this validator decide where the rule is enforced, and Keycloak's authenticator elsewhere: Keycloak's two
     * authenticators create their own validators.
     *
     * @param keycloaks the action of Keycloak's authenticator
     */
    static void authenticate(
            ClientAuthenticationFlowContext context,
            Enforcement enforcement,
            Runnable keycloaks,
            SignatureValidator signatures,
            boolean symmetric,
            String method) {
        ClientAssertionEnforcer enforcer = new ClientAssertionEnforcer(enforcement, context);
        if (enforcer.isEnforced()) {
            authenticate(context, enforcer, signatures, symmetric, method);
        } else {
            keycloaks.run();
            enforcer.report(false);
        }
    }

    private static void authenticate(
            ClientAuthenticationFlowContext context,
            ClientAssertionEnforcer enforcer,
            SignatureValidator signatures,
            boolean symmetric,
            String method) {
        context.attempted();
        try {
            var assertion = context.getState(ClientAssertionState.class, ClientAssertionState.supplier());
            if (enforcer.isOwn(assertion, method)
                    && new GuardedAssertionValidator(context, enforcer, signatures, symmetric, method).validate()) {
                context.success();
            }
        } catch (Exception wrong) {
            LOG.debugf(
                    wrong,
                    "client assertion not taken realm=%s",
                    context.getRealm().getName());
            context.failure(
                    AuthenticationFlowError.INVALID_CLIENT_CREDENTIALS,
                    ClientAuthUtil.errorResponse(
                            Response.Status.BAD_REQUEST.getStatusCode(),
                            OAuthErrorException.INVALID_CLIENT,
                            "Client authentication with signed JWT failed: " + wrong.getMessage()));
        }
    }

    // Keycloak's store is not used: it is shared by all clients of all realms, and can forget an assertion before it
    // expires.
    @Override
    protected boolean validateTokenReuse(long lifespanInSecs) {
        return enforcer.admitsOnce(clientAssertionState);
    }

    @Override
    protected int getMaximumExpirationTime() {
        return enforcer.longestLife(getClient(), super.getMaximumExpirationTime());
    }

    @Override
    protected boolean isSymmetricAlgorithmAllowed() {
        return symmetric;
    }
}
