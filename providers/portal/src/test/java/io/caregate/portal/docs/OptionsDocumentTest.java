package io.caregate.portal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.option.PortalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The options of {@code docs/options.md} are those that the JAR reads. */
class OptionsDocumentTest {

    @Test
    void optionWhenItExistsThenDocumentedAndNoOtherIs() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "options.md"));
        Set<String> documented = Pattern.compile("--spi-realm-restapi-extension--caregate--[a-z-]+")
                .matcher(document)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        List<String> existing = PortalOptions.NAMES.stream()
                .map(name -> "--spi-realm-restapi-extension--" + PortalOptions.PROVIDER_ID + "--" + name)
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(existing);
        assertThat(existing).allSatisfy(option -> assertThat(document)
                .contains("| `" + option + "` | `" + variable(option) + "` |"));
    }

    private static String variable(String option) {
        return option.replaceFirst("--", "KC_").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
