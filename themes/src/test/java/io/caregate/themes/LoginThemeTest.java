package io.caregate.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.theme.ClasspathThemeProviderFactory;
import org.keycloak.theme.Theme;

class LoginThemeTest {

    private static final Pattern PALETTE_ENTRY = Pattern.compile("--caregate-([a-z-]+):\\s*(#[0-9a-f]{6});");

    private Theme theme;

    @BeforeEach
    void loadAsTheServerDoes() throws IOException {
        ClasspathThemeProviderFactory factory =
                new ClasspathThemeProviderFactory("themes", LoginThemeTest.class.getClassLoader());
        theme = factory.create(null).getTheme("caregate", Theme.Type.LOGIN);
    }

    @Test
    void theThemeIsListedAndBuildsOnKeycloaksOwn() {
        assertThat(theme).isNotNull();
        assertThat(theme.getParentName()).isEqualTo("keycloak.v2");
    }

    @Test
    void everyLanguageOfTheThemeHasTexts() throws IOException {
        assertThat(theme.getProperties().getProperty("locales")).isEqualTo("de,en,fr,nl");
        for (String locale : theme.getProperties().getProperty("locales").split(",")) {
            assertThat(theme.getMessages(Locale.forLanguageTag(locale)))
                    .as(locale)
                    .isNotEmpty();
        }
    }

    @Test
    void theStylesAreTheParentsThenOurs() throws IOException {
        assertThat(theme.getProperties().getProperty("styles")).isEqualTo("css/styles.css css/caregate.css");
        assertThat(resource("css/caregate.css")).isNotEmpty();
        assertThat(resource(theme.getProperties().getProperty("favicons.mark"))).isNotEmpty();
    }

    @Test
    void nothingIsFetchedFromElsewhere() throws IOException {
        assertThat(resource("css/caregate.css")).doesNotContain("@import", "://", "url(//", "url(\"//");
    }

    /** WCAG 2.2 AA: 4.5 for text (1.4.3), 3 for what outlines a control (1.4.11). */
    @ParameterizedTest
    @CsvSource({
        "text,page,4.5",
        "text,card,4.5",
        "muted,page,4.5",
        "muted,card,4.5",
        "accent,page,4.5",
        "accent,card,4.5",
        "accent-strong,card,4.5",
        "on-accent,accent,4.5",
        "on-accent,accent-strong,4.5",
        "control,card,3",
        "control,page,3"
    })
    void coloursKeepTheirContrastInBothModes(String foreground, String background, double least) throws IOException {
        String css = resource("css/caregate.css");
        int dark = css.indexOf(":root.pf-v5-theme-dark {");
        assertThat(dark).isPositive();

        for (Map<String, String> palette : List.of(palette(css.substring(0, dark)), palette(css.substring(dark)))) {
            assertThat(contrast(palette.get(foreground), palette.get(background)))
                    .as("%s on %s", foreground, background)
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private String resource(String path) throws IOException {
        try (InputStream stream = theme.getResourceAsStream(path)) {
            assertThat(stream).as(path).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> palette(String css) {
        return PALETTE_ENTRY
                .matcher(css)
                .results()
                .collect(Collectors.toMap((MatchResult entry) -> entry.group(1), entry -> entry.group(2)));
    }

    private static double contrast(String one, String other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8) + 0.0722 * channel(rgb);
    }

    private static double channel(int rgb) {
        double value = (rgb & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
