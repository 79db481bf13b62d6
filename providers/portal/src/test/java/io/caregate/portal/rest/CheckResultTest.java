package io.caregate.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.Language;
import io.caregate.portal.problem.ProblemException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckResultTest {
    private static final List<FieldError> ERRORS =
            List.of(FieldError.of("name", "required"), FieldError.of("redirectUris/1", "duplicate"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                              | #/name #/redirectUris/1
            ' '               | #/name #/redirectUris/1
            name              | #/name
            redirectUris      | #/redirectUris/1
            redirectUris/1    | ''
            scopes,name       | #/name
            ,                 | ''
            """)
    void errorsWhenOnlyOfSomeFieldsThenTheResultIsStillOfAll(String only, String shown) {
        CheckResult result = CheckResult.of(ERRORS, only, Language.ENGLISH);

        assertThat(result.valid()).isFalse();
        assertThat(result.errors().stream().map(error -> error.get("pointer")).collect(Collectors.joining(" ")))
                .isEqualTo(shown);
    }

    @Test
    void onlyWhenTooLongThenRefused() {
        assertThat(CheckResult.of(List.of(), "x".repeat(200), Language.ENGLISH).valid())
                .isTrue();
        assertThatThrownBy(() -> CheckResult.of(List.of(), "x".repeat(201), Language.ENGLISH))
                .isInstanceOf(ProblemException.class)
                .hasMessage("malformed");
    }
}
