package io.caregate.portal.rest;

import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.Language;
import io.caregate.portal.problem.ProblemBody;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check.
 *
 * @param valid whether there is no error at all
 * @param errors the errors that were asked for
 */
record CheckResult(boolean valid, List<Map<String, String>> errors) {
    private static final int LONGEST_ONLY = 200;

    CheckResult {
        errors = List.copyOf(errors);
    }

    /**
     * The errors in the reader's language.
     *
     * @param only the fields whose errors are shown, comma-separated; null or blank for all
     * @throws ProblemException if {@code only} is too long
     */
    static CheckResult of(List<FieldError> errors, @Nullable String only, Language language) {
        if (only != null && only.length() > LONGEST_ONLY) {
            throw ProblemException.of(ProblemType.MALFORMED);
        }
        List<String> fields = only == null || only.isBlank() ? List.of() : List.of(only.split(",", -1));
        List<FieldError> shown = errors.stream()
                .filter(error -> fields.isEmpty() || fields.contains(error.field()))
                .toList();
        return new CheckResult(errors.isEmpty(), ProblemBody.errors(shown, language));
    }
}
