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

    /** Texts that a cover of the first version does not have: there were no cosignatures no SBOM and no report. */
    private static final List<String> LATER = List.of(
            "cosigned",
            "not-cosigned",
            "sbom",
            "sbom-of",
            "sbom-not-of",
            "sbom-none",
            "not-sbom",
            "findings",
            "findings-value",
            "not-findings");

    /**
     * A dossier is checked by making its cover again, so one that was archived years ago needs the same bytes as then.
     * If this fails, do not change the hash: give the changed cover a new version of the format, and keep this one.
     */
    @ParameterizedTest
    @CsvSource({
        "en, true, 3fd6107fd4e17e7e1f909f57d50c0c4b667e805ac88e1a0b47ee037061797eeb",
        "en, false, 5703d473f397d930f1714d3d895ec05e79e33969d6a1b36022110366bbcc8a46",
        "de, true, 63ea79e714784361b0ec4a5fc82710608ab8e80880b70c68ab59802c44a1e4b2",
        "de, false, b34b979a0fde1651afc2d39cf844123f72a6e8dea04a140e69e1f04b025ad762",
        "fr, true, 56c2c173ddc0ae309744beb1cfe3423b7c8c2e8fce717864041798472d0c7e66",
        "fr, false, 53f3889d34bd69234d2061be802138b2bfab6c86f18c4c5914045b95d8d03761",
        "nl, true, 8a239046b4b179e692b68b771f509c54921543bce3c42f88c08c74950a814e0a",
        "nl, false, 739f189e9491373b13ad34eb3a676144c74970c28e4b52670fcd47f348b7cb87"
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
        "en, cec201665d46155bd0039f51d9cb3d406e6fa765541acd2e644fff8527d61b2c",
        "de, a39ef25cfd270e34de339e17bd9271ae29f7e85dca24748d2b4c86da49c9b2e5",
        "fr, f2a94d297bdbdc90c293ad45703d213fed720717e3810ad17e50e714bd519636",
        "nl, d5142deb460ef0500b035a7ec406056543da0faa530e6a5f040fb657064ec758"
    })
    void textsWhenOfTheFirstVersionThenTheyAreAsTheyWere(String language, String sha256) throws IOException {
        Properties texts = texts(language);
        StringBuilder all = new StringBuilder();
        TreeSet<String> names = new TreeSet<>(texts.stringPropertyNames());
        names.removeAll(LATER);
        names.forEach(name ->
                all.append(name).append('=').append(texts.getProperty(name)).append('\n'));
        assertThat(Digesting.of(all.toString().getBytes(StandardCharsets.UTF_8))
                        .file("")
                        .sha256())
                .isEqualTo(sha256);
    }

    /** Nobody has checked the names: they are text. */
    @ParameterizedTest
    @CsvSource({
        "en, 8a77ed296f7da1c35eed1d73c5fbdf61bbcce80070b06bd6c00bf409ba2e7daf",
        "de, 593c95d2321ed6a02fd847c7ffc7503b381ad3a8606b6a0246b8dd45e1aef4d2",
        "fr, b1877e565543e499ceab857baa44c95df23e16fe2c2063274405c26ca9349830",
        "nl, f4ada4977c4795567da8d8c6423ddc5cb1db3590595bf0f6acb01cdd5492673c"
    })
    void coverWhenOfACosignedLogThenItsBytesAreAsTheyWere(String language, String sha256) {
        String page = Cover.of(full(language, null, List.of("w.example/1", "<i>"), null, null));
        assertThat(page).contains("<code>w.example/1</code><br><code>&lt;i&gt;</code>", " --witness KEY</code>");
        assertThat(Digesting.of(page.getBytes(StandardCharsets.UTF_8)).file("").sha256())
                .as(page)
                .isEqualTo(sha256);
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1, 9045e7d90cfd5e706c630bfa31157438f1d02ccc75c3ece623716ebbd225123e",
        "en, 0, 5fffee0be7cc88f3b480760a74c3e828a64f08f8bd4efd79accbfd5be5c04f77",
        "de, 1, 52135068c0317e00df5a8ce37bcadcdd0171171a6a28b4ecad82980e1d2399f7",
        "de, 0, 75d026840b01b0add3aad7644692d6debf0307d23df6b2152ca24f109f66f937",
        "fr, 1, 97833f8a21e6ac2fc7374f8438b3101bbdb337c5f730f5bbbc838802bae1849e",
        "fr, 0, 778cbebf1baa00d07c3f6f9de25b7b7fb9520574889f22d1bfd71c1fa6443514",
        "nl, 1, 03ff0706d158e8b0a18cff1866d4bcebd4fa7359408d51e461281ad4260e92ae",
        "nl, 0, d2253ebff664cf53ab83b5878e16191627ab2b3a564258eac22229c53871e675"
    })
    void coverWhenWithAnSbomThenItsBytesAreAsTheyWere(String language, int jars, String sha256) {
        TreeSet<String> described =
                new TreeSet<>(List.of("caregate-audit 0.1.0", "<i> 1").subList(0, 2 * jars));
        TreeSet<String> others = new TreeSet<>(List.of("caregate-policy 0.1.0").subList(0, jars));
        String page = Cover.of(full(language, null, List.of(), new Sbom("ab", described, others), null));
        assertThat(page)
                .contains("<code>sbom.json</code>, SHA-256 <code>ab</code><br>")
                .doesNotContain("<i>");
        assertThat(Digesting.of(page.getBytes(StandardCharsets.UTF_8)).file("").sha256())
                .as(page)
                .isEqualTo(sha256);
    }

    @ParameterizedTest
    @CsvSource({
        "en, 78fd15ddf0bb2f53681b3c1df7257970715a2b4adf872af2ab1dfbad9dd75a4e",
        "de, d6ada72e3bbb53e3cb8c98896d19fd6c1290d2bdeba8ea43c94ea4f0b0c3788a",
        "fr, aa510461c85bc1142a256057cebccedf46c9a21eb25f94db0b39ac49f8674356",
        "nl, 72b15449c77623a3a5e4c07f80107aad8aa2658f9886f686418e4b30f0d81109"
    })
    void coverWhenWithAFindingsReportThenItsBytesAreAsTheyWere(String language, String sha256) {
        FindingsReport report = new FindingsReport("cd", "<u>", FROM, "report", 3);
        String page = Cover.of(full(language, null, List.of(), null, report));
        assertThat(page)
                .contains("<code>findings.json</code>, SHA-256 <code>cd</code><br>", "&lt;u&gt;, ")
                .doesNotContain("<u>");
        assertThat(Digesting.of(page.getBytes(StandardCharsets.UTF_8)).file("").sha256())
                .as(page)
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
        return full(language, signedBy, List.of(), null, null);
    }

    private static Facts full(
            String language,
            @Nullable String signedBy,
            List<String> cosigners,
            @Nullable Sbom sbom,
            @Nullable FindingsReport findings) {
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
                manifest(language, false, 11, 29, signedBy),
                found,
                FROM,
                TO,
                List.of("key+1+A"),
                cosigners,
                List.of(STARTED),
                sbom,
                findings);
    }

    private static Facts bare(String language) {
        return new Facts(
                manifest(language, true, 0, 0, "caregate-dossier+1+A"),
                Found.NOTHING,
                null,
                FROM,
                List.of("key+1+A"),
                List.of(),
                List.of(),
                null,
                null);
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
