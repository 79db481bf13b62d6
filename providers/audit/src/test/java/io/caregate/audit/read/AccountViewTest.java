package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

class AccountViewTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'LOGIN_ERROR','user':'u1'} | true",
                "{'type':'LOGIN','user':'u1'} | true",
                "{'type':'IMPERSONATE','user':'u1'} | true",
                "{'type':'UPDATE_PASSWORD','user':'u1'} | true",
                "{'type':'LOGIN_ERROR','user':'u2'} | false",
                "{'type':'LOGIN_ERROR','user':'u2','details':{'username':'u1'}} | false",
                "{'type':'LOGIN_ERROR','user':['u1']} | false",
                "{'type':'LOGIN_ERROR'} | false",
                "{'type':'ADMIN_UPDATE','user':'u1'} | false",
                "{'type':'CAREGATE_AUDIT_READ','user':'u1'} | false",
                "{'user':'u1'} | false",
                "[] | false",
                "no entry | false",
            })
    void entryWhenItNamesTheAccountAndIsOfATypeThenShown(String payload, boolean shown) {
        assertThat(AccountView.shows(payload.replace('\'', '"'), "u1")).isEqualTo(shown);
    }

    /** A token exchange names its subject in a way that no user can be found by. */
    @Test
    void typesWhenOnePersonActsAsAnotherThenEachIsShown() {
        assertThat(AccountView.types().split(","))
                .contains(
                        "IMPERSONATE",
                        "FEDERATED_IDENTITY_LINK",
                        "FEDERATED_IDENTITY_OVERRIDE_LINK",
                        "IDENTITY_PROVIDER_LINK_ACCOUNT",
                        "CLIENT_INITIATED_ACCOUNT_LINKING",
                        "JWT_AUTHORIZATION_GRANT");
    }

    @Test
    void typesWhenComparedWithKeycloaksThenItHasEachOfThem() {
        assertThat(Arrays.stream(EventType.values()).map(EventType::name))
                .contains(AccountView.types().split(","));
    }
}
