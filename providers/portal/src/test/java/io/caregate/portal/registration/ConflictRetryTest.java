package io.caregate.portal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictRetryTest {
    @ParameterizedTest
    @CsvSource({
        "done other, done",
        "CONFLICT done, done",
        "CONFLICT CONFLICT, CONFLICT",
        "CONFLICT TOO_MANY, TOO_MANY",
        "TOO_MANY done, TOO_MANY",
        "CLIENT_CHANGED done, CLIENT_CHANGED",
        "failed done, failed",
    })
    void workWhenAnotherWasFasterThenRepeatedOnce(String attempts, String result) {
        Iterator<String> attempt = Arrays.asList(attempts.split(" ")).iterator();

        assertThat(resultOf(() -> ConflictRetry.run(() -> next(attempt), () -> next(attempt))))
                .isEqualTo(result);
    }

    private static String next(Iterator<String> attempt) {
        String ends = attempt.next();
        if (ends.equals("failed")) {
            throw new IllegalStateException(ends);
        }
        if (ends.equals(ends.toUpperCase(Locale.ROOT))) {
            throw ProblemException.of(ProblemType.valueOf(ends));
        }
        return ends;
    }

    private static String resultOf(Supplier<String> work) {
        try {
            return work.get();
        } catch (ProblemException refused) {
            return refused.type().name();
        } catch (IllegalStateException failed) {
            return failed.getMessage();
        }
    }
}
