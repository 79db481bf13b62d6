package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.PasswordGrantEnforcer;
import jakarta.ws.rs.core.Response;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType;

/** Keycloak's password grant, where it is still served: a success in a governed realm is reported. */
final class ReportedPasswordGrantType extends ResourceOwnerPasswordCredentialsGrantType {
    private final Enforcement enforcement;

    ReportedPasswordGrantType(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    @Override
    public Response process(Context context) {
        Response answer = super.process(context);
        if (answer.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
            enforcement.guard(EnforcementPoint.PASSWORD_GRANT, () -> new PasswordGrantEnforcer(enforcement)
                    .report(context.getClient()));
        }
        return answer;
    }
}
