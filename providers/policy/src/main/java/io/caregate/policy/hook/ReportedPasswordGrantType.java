package io.caregate.policy.hook;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import jakarta.ws.rs.core.Response;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType;

/** Keycloak's password grant, where it is only reported: what succeeds is what would have been refused. */
final class ReportedPasswordGrantType extends ResourceOwnerPasswordCredentialsGrantType {
    private final Enforcement enforcement;
    private final Refusal refusal;

    ReportedPasswordGrantType(Enforcement enforcement, Refusal refusal) {
        this.enforcement = enforcement;
        this.refusal = refusal;
    }

    @Override
    public Response process(Context context) {
        Response answer = super.process(context);
        if (answer.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
            enforcement.refuses(
                    context.getSession(),
                    context.getRealm(),
                    refusal.ofClient(context.getClient().getClientId()));
        }
        return answer;
    }
}
