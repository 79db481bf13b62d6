package io.caregate.portal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.foundation.option.OptionsDocument;
import io.caregate.foundation.option.TestConfig;
import io.caregate.portal.option.PortalOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The options of {@code docs/options.md} are those that the JAR reads. */
class OptionsDocumentTest {
    private static final String PREFIX = "--spi-realm-restapi-extension--" + PortalOptions.PROVIDER_ID + "--";

    private final OptionsDocument options = OptionsDocument.of(PREFIX + ".+");

    @Test
    void optionWhenItExistsThenDocumentedAndNoOtherIs() {
        assertThat(options.options())
                .containsExactlyElementsOf(
                        PortalOptions.NAMES.stream().map(PREFIX::concat).toList());
    }

    @Test
    void optionWhenItsValueIsBadThenTheStartStopsWithOneFormOfSentence() {
        options.assertComplaints(Map.of(), Map.of(), given -> TestConfig.during(given, PortalOptions::read));
    }
}
