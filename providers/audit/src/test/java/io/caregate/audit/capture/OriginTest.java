package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "/admin/realms/r/users, admin-api",
        "/auth/admin/realms/r/users, admin-api",
        "/admin/api/r/clients/v2, admin-api",
        "/realms/admin/account, account",
        "/realms/r/account/credentials, account",
        "/realms/r/scim/v2/Groups/g, scim",
        "/realms/r/broker/idp/endpoint, broker",
        "/realms/r/login-actions/first-broker-login, broker",
        "/realms/r/login-actions/post-broker-login, broker",
        "/realms/r/login-actions/required-action, login",
        "/realms/r/protocol/openid-connect/token, protocol",
        "/realms/r/clients-registrations/openid-connect, client-registration",
        "/realms/r/caregate/portal/clients, portal",
        "/realms/r/other, other",
        "/realms/r, other",
        "/, other"
    })
    void pathWhenOfAnEndpointThenItsOrigin(String path, String origin) {
        assertThat(Origin.of(new RequestFacts("POST", path, null, null))).hasToString(origin);
    }

    @Test
    void requestWhenItsPathCannotBeReadThenNotTheServer() {
        assertThat(Origin.of(new RequestFacts("POST", null, null, null))).hasToString("other");
    }

    @Test
    void threadWhenItHasNoRequestThenTheServer() {
        assertThat(Origin.of(RequestFacts.NONE)).hasToString("server");
    }
}
