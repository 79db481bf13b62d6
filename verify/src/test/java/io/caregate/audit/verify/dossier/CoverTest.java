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
        "de, true, 7b576949456d33f9c8964e633ef4674372db2ac6ddeb3e299777d4c6654ea843",
        "de, false, d98ea6a25a5b928229578839441be85968a69818ad0afb4db553ba4261c849af",
        "fr, true, 0a6983ce8295d8fa56429f6c609a4f938b89a774b531efb7f7c2d4c023d680f1",
        "fr, false, aeb4a451e10d0ba1fd4f033b5875b38d07a6135aca2649ec482d7728906b2eef",
        "nl, true, 9382ad06c546f235168c39f6ad38693c63a9791b0f44767f5ef65773621ed072",
        "nl, false, 4d3fc98fa43930f1d1334eaf47cb8b77112625435a9950345f2f1b7a6415f268"
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
        "de, e4618cd2d3e2554a3468fe6c43488499b5c23c2c1bae02a27be7ee44d9a3daf9",
        "fr, 85048a4f6784fe90c63dd243629f469c98bc0973530746ee0656e764a6e2692e",
        "nl, 262ecfefc4629d1669cea8f437430c9279076572edc92c93bab32239e32e90de"
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
    @ValueSource(strings = {"en", "de", "fr", "nl"})
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
