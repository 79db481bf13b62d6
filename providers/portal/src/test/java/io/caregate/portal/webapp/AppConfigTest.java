package io.caregate.portal.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppConfigTest {
    @ParameterizedTest
    @CsvSource({"de, de", "en, en", "fr, en", "DE, en", "'', en", ", en"})
    void languageWhenTheAppLacksItThenEnglish(String realms, String first) {
        assertThat(AppConfig.Languages.of(realms)).isEqualTo(new AppConfig.Languages(List.of("en", "de"), first));
    }
}
