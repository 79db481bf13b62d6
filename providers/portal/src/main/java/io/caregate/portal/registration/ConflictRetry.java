package io.caregate.portal.registration;

import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.function.Supplier;

/** Repeats work that failed only because another request was faster. */
final class ConflictRetry {
    private ConflictRetry() {}

    /** The result of the first attempt, or of the second if the first ended with {@link ProblemType#CONFLICT}. */
    static <T> T run(Supplier<T> first, Supplier<T> second) {
        try {
            return first.get();
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.CONFLICT) {
                throw refused;
            }
            return second.get();
        }
    }
}
