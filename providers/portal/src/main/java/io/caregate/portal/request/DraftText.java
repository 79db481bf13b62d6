package io.caregate.portal.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.portal.client.Draft;

/** A draft as a request keeps it. */
final class DraftText {
    private static final JsonMapper JSON = new JsonMapper();

    private DraftText() {}

    static String of(Draft draft) {
        try {
            return JSON.writeValueAsString(draft);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Draft parse(String text) {
        try {
            return JSON.readValue(text, Draft.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a stored request cannot be read", damaged);
        }
    }
}
