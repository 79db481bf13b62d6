package io.caregate.portal.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.portal.client.Draft;
import io.caregate.portal.store.StoredRequest;

/** A draft as a request stores it. */
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

    /** The requested draft; throws if the row does not contain it. */
    static Draft of(StoredRequest request) {
        try {
            Draft draft = JSON.readValue(request.asked(), Draft.class);
            if (draft != null) {
                return draft;
            }
        } catch (JsonProcessingException unreadable) {
            throw request.damaged("ASKED");
        }
        throw request.damaged("ASKED");
    }
}
