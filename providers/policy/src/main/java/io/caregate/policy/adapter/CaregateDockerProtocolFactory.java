package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.DockerTokenEnforcer;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.protocol.docker.DockerAuthV2ProtocolFactory;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * SPI {@code login-protocol}, id {@code docker-v2}, where the operator turns that feature on. Its token is signed with
 * the realm's key without the SPI {@code signature}.
 */
public final class CaregateDockerProtocolFactory extends DockerAuthV2ProtocolFactory implements GuardedFactory {

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new Guarded(enforcement(session)).setSession(session);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }

    private static final class Guarded extends DockerAuthV2Protocol {

        private final Enforcement enforcement;

        Guarded(Enforcement enforcement) {
            this.enforcement = enforcement;
        }

        @Override
        public Response authenticated(
                AuthenticationSessionModel authSession, UserSessionModel userSession, ClientSessionContext context) {
            enforcement.guard(EnforcementPoint.LOGIN, () -> new DockerTokenEnforcer(enforcement)
                    .check(context, userSession.getUser()));
            return super.authenticated(authSession, userSession, context);
        }
    }
}
