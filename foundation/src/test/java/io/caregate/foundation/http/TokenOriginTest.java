package io.caregate.foundation.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.protocol.oidc.encode.AccessTokenContext.SessionType;

class TokenOriginTest {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    @ParameterizedTest
    @CsvSource({
        // session, type, grant, own service account, signed in: direct
        "sid, ONLINE, authorization_code, false, true, true",
        "sid, ONLINE, refresh_token, false, true, true",
        "sid, OFFLINE, refresh_token, false, true, true",
        "sid, ONLINE, password, false, true, true",
        "sid, ONLINE, urn:ietf:params:oauth:grant-type:device_code, false, true, true",
        "sid, ONLINE, urn:openid:params:grant-type:ciba, false, true, true",
        "sid, ONLINE, client_credentials, true, true, true",
        ", TRANSIENT, client_credentials, true, false, true",
        // The session of another client, or no session.
        "sid, ONLINE, authorization_code, false, false, false",
        "sid, ONLINE, client_credentials, true, false, false",
        ", ONLINE, authorization_code, false, true, false",
        // Without a session, for any user other than the client's own service account.
        ", TRANSIENT, client_credentials, false, false, false",
        ", TRANSIENT, client_credentials, false, true, false",
        "sid, TRANSIENT, client_credentials, true, true, false",
        // Made from another token, or of unknown origin.
        "sid, ONLINE, urn:ietf:params:oauth:grant-type:token-exchange, false, true, false",
        "sid, ONLINE_TRANSIENT_CLIENT, urn:ietf:params:oauth:grant-type:token-exchange, false, true, false",
        "sid, ONLINE_TRANSIENT_CLIENT, authorization_code, false, true, false",
        "sid, OFFLINE_TRANSIENT_CLIENT, authorization_code, false, true, false",
        ", TRANSIENT, urn:ietf:params:oauth:grant-type:jwt-bearer, true, false, false",
        "sid, ONLINE, na, false, true, false",
        "sid, UNKNOWN, na, false, true, false",
    })
    void tokenWhenOfThisOriginThenDirectOrNot(
            @Nullable String sessionId,
            SessionType type,
            String grant,
            boolean ownServiceAccount,
            boolean signedIn,
            boolean direct) {
        assertThat(new TokenOrigin(sessionId, type, grant, false).isDirect(ownServiceAccount, signedIn))
                .isEqualTo(direct);
    }

    @Test
    void tokenWhenRefreshedFromAnotherTokenThenNotDirect() {
        assertThat(new TokenOrigin("sid", SessionType.ONLINE, "refresh_token", true).isDirect(false, true))
                .isFalse();
        assertThat(new TokenOrigin(null, SessionType.TRANSIENT, "client_credentials", true).isDirect(true, false))
                .isFalse();
        assertThat(new TokenOrigin("sid", SessionType.ONLINE, EXCHANGE, true).isDirect(true, true))
                .isFalse();
    }
}
