package io.caregate.portal.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DryRunTest {
    private static List<FieldError> errors(String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(" "))
                        .map(error -> FieldError.of(error.split(":")[0], error.split(":")[1]))
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "SELF_SERVICE, , false",
        "SELF_SERVICE, name:required, true",
        "APPROVAL, , true",
        "APPROVAL, name:required, true",
    })
    void writeWhenItIsNotNextOrHasErrorsThenTried(RegistrationMode mode, String found, boolean needed) {
        assertThat(DryRun.isNeeded(mode, errors(found))).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource({
        ", , ",
        "name:required, , name:required",
        ", redirectUris/0:wildcard, redirectUris/0:wildcard",
        "name:required, redirectUris/0:wildcard, name:required redirectUris/0:wildcard",
        "redirectUris/0:too-long, redirectUris/0:wildcard, redirectUris/0:too-long",
        "redirectUris/0:too-long, redirectUris/1:wildcard, redirectUris/0:too-long redirectUris/1:wildcard",
    })
    void errorsWhenOfTheWriteTooThenOneForEachField(String found, String refused, String all) {
        assertThat(DryRun.errors(errors(found), () -> {
                    if (refused != null) {
                        throw ProblemException.of(ProblemType.INVALID_CLIENT, errors(refused));
                    }
                }))
                .isEqualTo(errors(all));
    }

    @Test
    void refusalWhenNotOfAFieldThenPassedOn() {
        ProblemException conflict = ProblemException.of(ProblemType.CONFLICT);

        assertThatThrownBy(() -> DryRun.errors(List.of(), () -> {
                    throw conflict;
                }))
                .isSameAs(conflict);
    }
}
