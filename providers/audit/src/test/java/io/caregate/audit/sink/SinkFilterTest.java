package io.caregate.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.foundation.option.TestConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkFilterTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            # realm        type               error                     taken
            healthcare,    LOGIN_ERROR,       invalid_user_credentials, true
            healthcare,    login_error,       invalid_user_credentials, false
            healthcare,    CODE_TO_TOKEN_ERROR, invalid_code,           false
            healthcare,    LOGIN_ERROR,       user_disabled,            false
            healthcare,    LOGIN_ERROR,       ,                         false
            other,         LOGIN_ERROR,       invalid_user_credentials, false
            Healthcare,    LOGIN_ERROR,       invalid_user_credentials, false
            ,              LOGIN_ERROR,       invalid_user_credentials, true
            """)
    void entryWhenRealmTypeAndErrorAreListedThenTaken(String realm, String type, String error, boolean taken) {
        SinkFilter filter =
                filter(Map.of("realms", "healthcare", "types", "login_error", "errors", "invalid_user_credentials"));

        assertThat(filter.takes(entry(realm, type, error))).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"id-healthcare, true", "id-other, false", "healthcare, true", "'other , healthcare', true", "x, false"})
    void realmWhenNamedByItsIdOrNameThenTaken(String realms, boolean taken) {
        assertThat(filter(Map.of("realms", realms)).takes(entry("healthcare", "LOGIN_ERROR", "x")))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN_UPDATE, false",
        "MODEL_CREATE, false",
        "WORKFLOW_STEP, false",
        "WORKFLOW_STEP_ERROR, false",
        "LOGIN_ERROR, true",
        "CAREGATE_AUDIT_READ, true",
        "IMPERSONATE, true"
    })
    void changeWhenSwitchedOffThenLeftOut(String type, boolean taken) {
        assertThat(filter(Map.of("changes", "false")).takes(entry("healthcare", type, null)))
                .isEqualTo(taken);
        assertThat(SinkFilter.ALL.takes(entry("healthcare", type, null))).isTrue();
    }

    @Test
    void erasedOrUnreadableEntryWhenOfAnotherRealmThenLeftOutElseTaken() {
        SinkFilter filter = filter(Map.of("realms", "id-healthcare", "types", "LOGIN_ERROR"));

        for (String payload : new String[] {null, "no JSON"}) {
            assertThat(filter.takes(new Item.OfEntry(new SealedEntry(1, "id", "id-healthcare", payload), "leaf", null)))
                    .isTrue();
            assertThat(filter.takes(new Item.OfEntry(new SealedEntry(1, "id", "id-other", payload), "leaf", null)))
                    .isFalse();
        }
    }

    @Test
    void columnWhenItNamesAnotherRealmThanThePayloadThenThePayloadDecides() {
        SealedEntry moved = new SealedEntry(
                1, "id", "id-healthcare", "{\"realm\":\"other\",\"realmId\":\"id-other\",\"type\":\"LOGIN_ERROR\"}");

        assertThat(filter(Map.of("realms", "id-healthcare")).takes(new Item.OfEntry(moved, "leaf", "salt")))
                .isFalse();
        assertThat(filter(Map.of("realms", "id-other")).takes(new Item.OfEntry(moved, "leaf", "salt")))
                .isTrue();
    }

    /** The payload names the realm "other" and is a change; the column names "id-healthcare". */
    @ParameterizedTest
    @CsvSource({
        "realms,  id-healthcare, true,  false",
        "realms,  id-other,      true,  true",
        "realms,  id-third,      false, false",
        "types,   LOGIN_ERROR,   true,  false",
        "errors,  user_disabled, true,  false",
        "changes, false,         true,  false"
    })
    void entryWhenNotWhatWasSealedThenOnlyItsRealmsDecide(
            String option, String value, boolean damaged, boolean intact) {
        SealedEntry changed = new SealedEntry(
                1, "id", "id-other", "{\"realm\":\"other\",\"realmId\":\"id-other\",\"type\":\"ADMIN_UPDATE\"}");
        SinkFilter filter = filter(Map.of(option, value));

        assertThat(filter.takes(Item.OfEntry.damaged(changed, "leaf", "salt", "id-healthcare", "o")))
                .isEqualTo(damaged);
        assertThat(filter.takes(new Item.OfEntry(changed, "leaf", "salt"))).isEqualTo(intact);
    }

    @ParameterizedTest
    @CsvSource({
        "CAREGATE_AUDIT_DAMAGED,     true",
        "CAREGATE_AUDIT_DEAD_LETTER, true",
        "CAREGATE_AUDIT_READ,        false"
    })
    void faultOfTheLogWhenOtherTypesOrErrorsAreListedThenTakenInItsRealm(String type, boolean taken) {
        assertThat(filter(Map.of("types", "LOGIN_ERROR", "errors", "user_disabled"))
                        .takes(entry("healthcare", type, null)))
                .isEqualTo(taken);
        assertThat(filter(Map.of("realms", "other")).takes(entry("healthcare", type, null)))
                .isFalse();
    }

    @Test
    void checkpointWhenAnythingIsLeftOutThenTaken() {
        StoredCheckpoint checkpoint = new StoredCheckpoint(1, 10, Instant.EPOCH, "note");

        assertThat(filter(Map.of("realms", "other")).takes(new Item.OfCheckpoint(checkpoint)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOGIN_ERRORS", "LOGIN_ERROR;LOGOUT_ERROR", "*", "CAREGATE_", "ADMIN_"})
    void typeWhenItIsNoneThenTheStartStops(String types) {
        assertThatThrownBy(() -> filter(Map.of("types", types)))
                .hasMessageContaining("--spi-caregate-audit-sink--k--types is")
                .hasMessageContaining("LOGIN_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOGIN_ERROR",
                "login_error, Logout_Error",
                "CAREGATE_AUDIT_READ,ADMIN_ACTION,MODEL_UPDATE",
                "WORKFLOW_STEP_ERROR",
                "USER_DISABLED_BY_TEMPORARY_LOCKOUT"
            })
    void typeWhenItIsOneThenTaken(String types) {
        assertThat(filter(Map.of("types", types)).types()).isNotEmpty();
    }

    private static SinkFilter filter(Map<String, String> given) {
        Map<String, String> options = new HashMap<>(given);
        return SinkOptions.given(TestConfig.scope("caregate-audit-sink", "k", options), "k", List.of())
                .get(0)
                .filter();
    }

    private static Item.OfEntry entry(String realm, String type, String error) {
        String payload = "{" + (realm == null ? "" : "\"realm\":\"" + realm + "\",\"realmId\":\"id-" + realm + "\",")
                + (error == null ? "" : "\"error\":\"" + error + "\",") + "\"type\":\"" + type + "\"}";
        return new Item.OfEntry(new SealedEntry(1, "id", realm == null ? "" : "id-" + realm, payload), "leaf", "salt");
    }
}
