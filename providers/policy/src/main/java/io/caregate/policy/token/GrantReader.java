package io.caregate.policy.token;

import io.caregate.policy.rule.TokenForm;
import java.util.List;
import java.util.Map;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/** Reads which grant a request uses. */
public final class GrantReader {

    private GrantReader() {}

    /** The grant that is requested from the token endpoint; empty if it is another endpoint. */
    public static String asked(KeycloakSession session) {
        return Grant.asked(form(session));
    }

    /** The grant that a token comes from. */
    static Grant of(KeycloakSession session, ClientSessionContext context) {
        String noted = context.getAttribute(Constants.GRANT_TYPE, String.class);
        String type = noted == null ? asked(session) : noted;
        return new Grant(type, () -> event(session, type));
    }

    /** The parameters that the grant of this request has got; at another endpoint, those of its form. */
    static Map<String, List<String>> form(KeycloakSession session) {
        Map<String, List<String>> taken = new RequestNotes(session).form();
        return taken == null
                ? TokenForm.of(session.getContext().getHttpRequest().getDecodedFormParameters())
                : taken;
    }

    private static EventType event(KeycloakSession session, String grant) {
        OAuth2GrantType type = grant.isEmpty() ? null : session.getProvider(OAuth2GrantType.class, grant);
        return type == null ? EventType.CODE_TO_TOKEN : type.getEventType();
    }
}
