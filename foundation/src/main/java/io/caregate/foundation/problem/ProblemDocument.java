package io.caregate.foundation.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problem details (RFC 9457). */
public final class ProblemDocument {

    private ProblemDocument() {}

    /**
     * The members of a document in the order in which they are sent; more may be added.
     *
     * @param code the stable name of the problem, for programs
     * @param reference the key to the cause in the server's log, if there is one
     */
    public static Map<String, Object> of(
            String type, String title, int status, String detail, String code, @Nullable String reference) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        members.put("code", code);
        if (reference != null) {
            members.put("instance", "urn:caregate:reference:" + reference);
        }
        return members;
    }
}
