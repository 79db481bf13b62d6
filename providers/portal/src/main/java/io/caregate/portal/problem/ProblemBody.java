package io.caregate.portal.problem;

import io.caregate.foundation.problem.ProblemDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problem details (RFC 9457) and lists of field errors, as they are sent. */
public final class ProblemBody {
    private ProblemBody() {}

    /**
     * The body of a problem.
     *
     * @param page the address of the page of problems, to which each type points
     * @param reference the key to the cause in the server's log, if there is one
     */
    public static Map<String, Object> of(
            ProblemException problem, Language language, String page, @Nullable String reference) {
        Map<String, Object> body = ProblemDocument.of(
                page + "#" + problem.type().code(),
                language.title(problem.type()),
                problem.status(),
                language.detail(problem.type()),
                problem.type().code(),
                reference);
        if (!problem.errors().isEmpty()) {
            body.put("errors", errors(problem.errors(), language));
        }
        return body;
    }

    /** Each field error with its text. */
    public static List<Map<String, String>> errors(List<FieldError> errors, Language language) {
        return errors.stream().map(error -> error(error, language)).toList();
    }

    private static Map<String, String> error(FieldError error, Language language) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("pointer", error.pointer());
        body.put("code", error.code());
        body.put("detail", language.detail(error));
        String reason = error.description();
        if (error.code().equals(FieldError.NOT_ACCEPTED) && reason != null && !reason.isBlank()) {
            body.put("reason", reason);
        }
        String rule = error.rule();
        if (rule != null) {
            body.put("rule", rule);
        }
        return body;
    }
}
