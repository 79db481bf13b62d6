package io.caregate.portal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientType;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.Environment;
import io.caregate.portal.store.DamagedRowException;
import io.caregate.portal.store.StoredRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftTextTest {
    /** As it was stored before clients could ask for roles. */
    private static final String WITHOUT_ROLES = """
            {"kind":"service","name":"Lab","description":"","environment":"production","redirectUris":[],\
            "webOrigins":[],"scopes":["health-api"],"authentication":"secret","keys":null}""";

    private static Draft draft(String... roles) {
        return new Draft(
                ClientType.SERVICE,
                "Lab",
                "",
                Environment.PRODUCTION,
                List.of(),
                List.of(),
                List.of("health-api"),
                Authentication.SECRET,
                null,
                List.of(roles));
    }

    private static StoredRequest stored(String text) {
        return new StoredRequest("id", "realm", "user", null, null, text, "why", 1);
    }

    @Test
    void draftWhenItAsksForNoRoleThenStoredAsEver() {
        assertThat(DraftText.of(draft())).isEqualTo(WITHOUT_ROLES);
        assertThat(DraftText.of(stored(WITHOUT_ROLES))).isEqualTo(draft());
    }

    @Test
    void draftWhenItAsksForARoleThenReadAgain() {
        assertThat(DraftText.of(stored(DraftText.of(draft("health-api:system")))))
                .isEqualTo(draft("health-api:system"));
    }

    @Test
    void draftWhenUnreadableThenTheRowIsDamaged() {
        assertThatThrownBy(() -> DraftText.of(stored("{\"roles\":1}"))).isInstanceOf(DamagedRowException.class);
    }
}
