package io.caregate.sampleapi.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.caregate.sampleapi.FakeRealm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the realm is asked for its keys, on a clock that the test moves. */
class RealmKeysTest {
    private static final JWK OLD = FakeRealm.key("old").toPublicJWK();
    private static final JWK NEW = FakeRealm.key("new").toPublicJWK();

    private final FakeRealm realm = new FakeRealm();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final RealmKeys keys = new RealmKeys(new RealmDocument(realm.keysAddress(), clock));

    @AfterEach
    void close() {
        realm.close();
    }

    private List<String> find(String id) throws KeySourceException {
        var selector = new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
        return keys.get(selector, null).stream().map(JWK::getKeyID).toList();
    }

    @Test
    void keysWhenFreshThenAskedOnceAndThenAgain() throws KeySourceException {
        realm.publish(OLD);
        realm.cacheControl("max-age=120");
        assertThat(find("old")).containsExactly("old");
        now = now.plusSeconds(119);
        assertThat(find("old")).containsExactly("old");
        assertThat(realm.asked()).isEqualTo(1);
        now = now.plusSeconds(1);
        assertThat(find("old")).containsExactly("old");
        assertThat(realm.asked()).isEqualTo(2);
    }

    @Test
    void keyWhenTakenAwayThenNotTrustedLongerThanTenMinutes() throws KeySourceException {
        realm.publish(OLD);
        realm.cacheControl("max-age=2592000");
        assertThat(find("old")).containsExactly("old");
        realm.publish(NEW);
        now = now.plusSeconds(600);
        assertThat(find("old")).isEmpty();
    }

    @Test
    void keyWhenNewThenFoundBeforeTheOthersAreStale() throws KeySourceException {
        realm.publish(OLD);
        realm.cacheControl("max-age=600");
        assertThat(find("old")).containsExactly("old");
        realm.publish(OLD, NEW);
        now = now.plusSeconds(30);
        assertThat(find("new")).containsExactly("new");
        assertThat(realm.asked()).isEqualTo(2);
    }

    @Test
    void keyWhenInventedThenTheRealmIsNotAskedForEachToken() throws KeySourceException {
        realm.publish(OLD);
        realm.cacheControl("max-age=600");
        for (int token = 0; token < 50; token++) {
            assertThat(find("invented-" + token)).isEmpty();
        }
        assertThat(realm.asked()).isEqualTo(1);
        now = now.plusSeconds(30);
        assertThat(find("invented")).isEmpty();
        assertThat(find("invented")).isEmpty();
        assertThat(realm.asked()).isEqualTo(2);
    }

    @Test
    void realmWhenItDoesNotAnswerThenSaidSoAndAskedAgain() throws KeySourceException {
        realm.publish(OLD);
        realm.answers(500);
        assertThatExceptionOfType(RemoteKeySourceException.class).isThrownBy(() -> find("old"));
        realm.answers(200);
        assertThatExceptionOfType(RemoteKeySourceException.class)
                .as("remembered for a while")
                .isThrownBy(() -> find("old"));
        assertThat(realm.asked()).isEqualTo(1);
        now = now.plus(RealmDocument.RETRY);
        assertThat(find("old")).containsExactly("old");
    }
}
