package io.caregate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.fixture.Node;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The result of each step of a script (see {@code steps.mjs}). A test names every step, so that none is forgotten:
 * {@link #assertAllSeen}.
 */
final class Steps {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode outcomes;
    private final Set<String> seen = new LinkedHashSet<>();

    private Steps(JsonNode outcomes) {
        this.outcomes = outcomes;
    }

    /** Runs a script with these settings. */
    static Steps of(String script, Map<String, Object> setup) {
        try {
            var environment = Map.of("CAREGATE_SETUP", JSON.writeValueAsString(setup));
            return new Steps(Node.found().run(environment, script).json());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The answer of a step that succeeded. */
    JsonNode value(String step) {
        JsonNode outcome = outcome(step);
        assertThat(outcome.has("value")).as("%s: %s", step, outcome).isTrue();
        return outcome.path("value");
    }

    /**
     * Asserts that the library has raised its own error of this type for the step, with this OAuth error code in it.
     */
    Steps refused(String step, String type, String error) {
        JsonNode thrown = outcome(step).path("thrown");
        assertThat(thrown.path("type").asText())
                .as("%s: %s", step, outcome(step))
                .isEqualTo(type);
        assertThat(thrown.path("error").asText())
                .as("%s: %s", step, outcome(step))
                .isEqualTo(error);
        return this;
    }

    /**
     * Asserts that the library has raised its own error for a challenge in {@code WWW-Authenticate} with this code (RFC
     * 6750).
     */
    Steps challenged(String step, String error) {
        JsonNode thrown = outcome(step).path("thrown");
        assertThat(thrown.path("type").asText())
                .as("%s: %s", step, outcome(step))
                .isEqualTo("WWWAuthenticateChallengeError");
        assertThat(thrown.path("challenges")
                        .path(0)
                        .path("parameters")
                        .path("error")
                        .asText())
                .as("%s: %s", step, outcome(step))
                .isEqualTo(error);
        return this;
    }

    /** Asserts that the library has raised its own error for an answer with this HTTP status. */
    Steps answered(String step, int status) {
        assertThat(outcome(step).path("thrown").path("status").asInt())
                .as("%s: %s", step, outcome(step))
                .isEqualTo(status);
        return this;
    }

    /** The server's description of a refusal, as the library shows it. */
    String description(String step) {
        return outcome(step).path("thrown").path("description").asText();
    }

    void assertAllSeen() {
        var names = new LinkedHashSet<String>();
        outcomes.fieldNames().forEachRemaining(names::add);
        assertThat(seen).as("steps that were looked at").containsExactlyInAnyOrderElementsOf(names);
    }

    private JsonNode outcome(String step) {
        seen.add(step);
        assertThat(outcomes.has(step)).as("%s is not among %s", step, outcomes).isTrue();
        return outcomes.path(step);
    }
}
