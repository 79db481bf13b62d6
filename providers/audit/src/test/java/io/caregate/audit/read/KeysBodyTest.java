package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.audit.record.KeyTable;
import io.caregate.audit.record.KeyTable.NodeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeysBodyTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");

    private static NodeKey key(String key, boolean own, Optional<Instant> used, Duration unseen) {
        return new NodeKey(key, "node of " + key, own, used, TIME, unseen);
    }

    @Test
    void keysWhenShownThenEachWithItsStateAndWhatTheListIsWorth() {
        Duration late = KeyTable.ABSENT.plusMillis(1);
        JsonNode body = KeysBody.of(
                List.of(
                        key("a", true, Optional.of(TIME), late),
                        key("b", false, Optional.empty(), KeyTable.ABSENT),
                        key("c", true, Optional.empty(), late)),
                Optional.of("a"));

        assertThat(body.get("notice").asText()).contains("Compare");
        assertThat(body.get("keys").findValuesAsText("key")).containsExactly("a", "b", "c");
        assertThat(body.get("keys").findValuesAsText("node")).containsExactly("node of a", "node of b", "node of c");
        assertThat(body.get("keys").findValuesAsText("source")).containsExactly("own", "configured", "own");
        assertThat(body.get("keys").findValuesAsText("state")).containsExactly("this-node", "running", "absent");
        assertThat(body.get("keys").findValuesAsText("firstUsed"))
                .containsExactly("2026-01-31T08:15:00Z", "null", "null");
        assertThat(body.get("keys").findValuesAsText("lastSeen")).containsOnly("2026-01-31T08:15:00Z");
    }
}
