package io.caregate.audit.verify.dossier;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.Beginning;
import io.caregate.audit.verify.dossier.PeriodScan.Border;
import io.caregate.audit.verify.dossier.PeriodScan.Found;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverTest {
    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-01T00:00:00Z");
    private static final String HASH = "A".repeat(43) + "=";
    private static final ServerEvent STARTED = new ServerEvent(
            7, FROM.minusSeconds(60), ServerEvent.START, "node-a", new TreeMap<>(Map.of("option.x", "<i>&\"'\u202e")));

    /**
     * A dossier is checked by making its cover again, so one that was archived years ago needs the same bytes as then.
     * If this fails, do not change the hash: give the changed cover a new version of the format, and keep this one.
     */
    @ParameterizedTest
    @CsvSource({
        "en, true, bb42ad95506187c1209cf6b4b81aa8b7fc93855e4f224eb37f694cc26ad82791",
        "en, false, 69a50f3bc1713a4ff7b3e738a534834a0f0c00063aace0c63a311cfc75af3830",
        "de, true, 4406e7273a3b80b556bc2718bbc106de9bf8252e75609117133ddf5d04209e9f",
        "de, false, 4ec39c9dddffeea64c60d4122ae6c32643cc8bf3ac324fad4eb4ed361449a857"
    })
    void coverWhenOfTheFirstVersionThenItsBytesAreAsTheyWere(String language, boolean isFull, String sha256) {
        String page = Cover.of(isFull ? full(language, null) : bare(language));
        assertThat(Digesting.of(page.getBytes(StandardCharsets.UTF_8)).file("").sha256())
                .as(page)
                .isEqualTo(sha256);
    }

    /** The same for the texts that those covers do not need. */
    @ParameterizedTest
    @CsvSource({
        "en, 74a9f18677f68ddc57e706f4250b90d7394896d0ac83fc74ce7ce6051661320b",
        "de, 0a9af53c4ad0d8db2564b17cde9d256916d2f28597e60abf82edb573f5326307"
    })
    void textsWhenOfTheFirstVersionThenTheyAreAsTheyWere(String language, String sha256) throws IOException {
        Properties texts = texts(language);
        StringBuilder all = new StringBuilder();
        new TreeSet<>(texts.stringPropertyNames()).forEach(name -> all.append(name)
                .append('=')
                .append(texts.getProperty(name))
                .append('\n'));
        assertThat(Digesting.of(all.toString().getBytes(StandardCharsets.UTF_8))
                        .file("")
                        .sha256())
                .isEqualTo(sha256);
    }

    @Test
    void coverWhenTheLogHasMarkupThenItIsShownAsText() {
        String page = Cover.of(full("en", "caregate-dossier+<b>"));
        assertThat(page)
                .contains("&lt;i&gt;&amp;&quot;&#39;?", "caregate-dossier+&lt;b&gt;", "(&lt;u&gt;)", "&lt;T&gt;")
                .doesNotContain("<i>", "<b>care", "<u>", "<T>", "\u202e", "is not signed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void textsWhenInALanguageThenNoneIsMissingAndEachHasItsPlaces(String language) throws IOException {
        Properties english = texts("en");
        Properties texts = texts(language);
        assertThat(texts.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String name : english.stringPropertyNames()) {
            assertThat(texts.getProperty(name).replaceAll("[^{}0-9]|(?<!\\{)[0-9]", ""))
                    .as(name)
                    .isEqualTo(english.getProperty(name).replaceAll("[^{}0-9]|(?<!\\{)[0-9]", ""));
        }
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Cover.class.getResourceAsStream("cover_" + language + ".properties")) {
            assertThat(in).isNotNull();
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            texts.load(reader);
        }
        return texts;
    }

    private static Facts full(String language, @Nullable String signedBy) {
        Found found = new Found(
                11,
                29,
                new Border(10, FROM.minusMillis(1)),
                new Border(31, TO),
                16,
                14,
                2,
                new TreeMap<>(Map.of("LOGIN_ERROR", 12L, "<T>", 2L)),
                new TreeSet<>(List.of("<u>")),
                List.of(),
                List.of(new ServerEvent(20, FROM.plusSeconds(9), ServerEvent.STOP, "node-a", new TreeMap<>())),
                3);
        return new Facts(
                manifest(language, false, 11, 29, signedBy), found, FROM, TO, List.of("key+1+A"), List.of(STARTED));
    }

    private static Facts bare(String language) {
        return new Facts(
                manifest(language, true, 0, 0, "caregate-dossier+1+A"),
                Found.NOTHING,
                null,
                FROM,
                List.of("key+1+A"),
                List.of());
    }

    private static Manifest manifest(
            String language, boolean hashesOnly, long first, long last, @Nullable String signedBy) {
        return new Manifest(
                "0.1.0",
                language,
                "sso.example.org/audit",
                "r",
                new Period(FROM, TO),
                hashesOnly,
                first,
                last,
                0,
                0,
                hashesOnly ? Beginning.NONE : new Beginning(8, HASH),
                hashesOnly ? null : HASH,
                31,
                HASH,
                signedBy,
                List.of());
    }
}
