package io.caregate.policy.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JtiReplayCacheTest {

    private final TestStore store = new TestStore();

    @Test
    void idWhenUsedAgainThenNotTheFirstUse() {
        JtiReplayCache used = new JtiReplayCache("realm", store);
        assertThat(used.record("issuer", "id", 20)).isTrue();
        assertThat(used.record("issuer", "id", 20)).isFalse();
        assertThat(used.record("issuer", "id2", 20)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # realm | issuer  | id
            realm2  | issuer  | id
            realm   | issuer2 | id
            realm   | issuer  | id2
            realm   | issueri | d
            realmi  | ssuer   | id
            realm   | ''      | issuerid
            realm   | ISSUER  | id
            """)
    void idWhenOfAnotherIssuerOrRealmThenUsedOnItsOwn(String realm, String issuer, String id) {
        new JtiReplayCache("realm", store).record("issuer", "id", 20);
        assertThat(new JtiReplayCache(realm, store).record(issuer, id, 20)).isTrue();
    }

    @Test
    void keyWhenKeptThenOfOneLengthUnderThePacksPrefixForTheTimeGiven() {
        JtiReplayCache used = new JtiReplayCache("realm", store);
        used.record("issuer", "i", 7);
        used.record("issuer", "i".repeat(100_000), 7);
        assertThat(store.kept).hasSize(2);
        assertThat(store.kept.keySet()).allMatch(key -> key.matches("caregate\\.client-assertion\\.[A-Za-z0-9_-]{43}"));
        assertThat(store.kept.values()).containsOnly(7L);
    }

    @Test
    void nameWhenScopedThenTheSameOnEveryNode() {
        assertThat(JtiReplayCache.scoped("realm", "issuer", "id"))
                .isEqualTo(JtiReplayCache.scoped("realm", "issuer", "id"))
                .isNotEqualTo(JtiReplayCache.scoped("realm", "id", "issuer"));
    }
}
