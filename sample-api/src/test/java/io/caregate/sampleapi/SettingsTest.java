package io.caregate.sampleapi;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;

/** An invalid setting stops the start. */
class SettingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --caregate.api.issuer=healthcare                 | caregate.api.issuer
            --caregate.api.issuer=ftp://sso.example.org/r    | caregate.api.issuer
            --caregate.api.issuer=https://sso.example.org?a  | caregate.api.issuer
            --caregate.api.reach=keycloak                    | caregate.api.reach
            --caregate.api.audience=                         | caregate.api.audience
            --caregate.api.clock-skew=61s                    | caregate.api.clock-skew
            --caregate.api.clock-skew=-1s                    | caregate.api.clock-skew
            --caregate.api.cors.origins=*                    | caregate.api.cors.origins
            """)
    void settingWhenWrongThenNoStartAndItsNameIsSaid(String argument, String name) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> SpringApplication.run(SampleApi.class, "--server.port=0", argument)
                        .close())
                .satisfies(failure -> Assertions.assertThat(failure).rootCause().hasMessageContaining(name));
    }
}
