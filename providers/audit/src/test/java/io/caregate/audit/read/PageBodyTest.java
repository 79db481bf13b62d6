package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.query.EventPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageBodyTest {
    @Test
    void entryWhenAnsweredThenItsKeysAndThoseThatEverybodyLooksFor() {
        ObjectNode event =
                PageBody.event(new EventPage.Found(7L, "id-7", "{\"id\":\"id-7\",\"type\":\"LOGIN\",\"node\":\"n\"}"));
        assertThat(event.path("seq").asLong()).isEqualTo(7);
        assertThat(event.path("id").asText()).isEqualTo("id-7");
        assertThat(event.path("node").asText()).isEqualTo("n");
        assertThat(event.get("error").isNull()).isTrue();
    }

    /** One such row must not hide all others on its page. */
    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{\"half\":", "[1]", "null", "{} {}"})
    void rowWhenNoEntryThenShownAsSuch(String payload) {
        ObjectNode event = PageBody.event(new EventPage.Found(7L, "id-7", payload));
        assertThat(event.path("type").asText()).isEqualTo("CAREGATE_AUDIT_UNREADABLE");
        assertThat(event.path("seq").asLong()).isEqualTo(7);
        assertThat(event.path("id").asText()).isEqualTo("id-7");
        assertThat(event.at("/details/payload").asText()).isEqualTo(payload);
    }
}
