package io.caregate.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInReportTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 300, 1000, true",
        "1000, 300, 1300, true",
        "1000, 300, 1301, false",
        "1000, 0, 1060, true",
        "1000, 0, 1061, false",
        "1000, 59, 1061, false",
        ", 300, 1000, false",
        ", 2000000000, 1000, false"
    })
    void reportWhenTheUserHasNotSignedInJustNowThenASignInIsDemanded(
            String authTime, int most, long now, boolean fresh) {
        assertThat(SignInReport.isFresh(authTime, most, now)).isEqualTo(fresh);
    }
}
