package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.BuiltInClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvitationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # accepted | address | client          | own shape | invitation
            true       | false   | account         | true      | true
            false      | false   | account         | true      | false
            true       | true    | account         | true      | false
            true       | false   | account-console | true      | false
            true       | false   | account         | false     | false
            """)
    void requestWhenItBringsAnInvitationThenOnlyOfKeycloaksOwnClientWithoutAnAddress(
            boolean accepted, boolean hasAddress, String clientId, boolean ownShape, boolean invitation) {
        RegisteredUris registered = ownShape
                ? TestUris.of().registered(BuiltInClient.ACCOUNT)
                : TestUris.of().registered();
        assertThat(Invitation.is(accepted, hasAddress, clientId, registered)).isEqualTo(invitation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # client        | redirect URI                                      | begun by Keycloak
            account         | https://id.example.org/realms/healthcare/account/ | true
            account         | https://id.example.org/realms/healthcare/account  | false
            account         | none                                              | false
            app             | https://id.example.org/realms/healthcare/account/ | false
            """)
    void loginWhenItEndsAtTheAccountConsoleThenKeycloakHasBegunIt(String clientId, String uri, boolean begun) {
        assertThat(Invitation.isLoginOfKeycloak(clientId, uri, () -> TestUris.ACCOUNT))
                .isEqualTo(begun);
    }

    @Test
    void loginWhenOfAnotherClientThenTheConsolesAddressIsNotAskedFor() {
        assertThat(Invitation.isLoginOfKeycloak("app", TestUris.ACCOUNT, () -> {
                    throw new AssertionError("asked");
                }))
                .isFalse();
    }
}
