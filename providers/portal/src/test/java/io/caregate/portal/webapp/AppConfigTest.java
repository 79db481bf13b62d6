package io.caregate.portal.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.webapp.AppConfig.Languages;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppConfigTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            nl fr en | nl   | en fr nl | nl
            pt-BR es | es   | es pt-BR | es
            fr nl    | null | fr nl    | en
            fr nl    | ''   | fr nl    | en
            ''       | null | en       | en
            """)
    void languagesWhenOfARealmThenTheRealmsInOrder(
            String supported, @Nullable String own, String locales, String defaultLocale) {
        Stream<String> tags = Arrays.stream(supported.split(" ")).filter(tag -> !tag.isEmpty());

        assertThat(Languages.of(tags, own)).isEqualTo(new Languages(List.of(locales.split(" ")), defaultLocale));
    }
}
