package io.caregate.policy.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.reportmode.ViolationCount;
import io.caregate.policy.rule.RuleId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlReportTest {

    private static String page(ReportedFinding... findings) throws IOException {
        return page(Locale.ENGLISH, findings);
    }

    private static String page(Locale language, ReportedFinding... findings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport page = new HtmlReport(out, List.of(language));
        page.open();
        page.sums(Map.of(RuleId.EXACT_REDIRECT_URI, (long) findings.length));
        page.begin(new ReportHeader("a<b", Instant.EPOCH, "1", "report", List.of(), true, "https://sso.example/rules"));
        for (ReportedFinding found : findings) {
            page.finding(found);
        }
        page.end(Map.of());
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "<script>, &lt;script&gt;",
                "\" onload='x', &quot; onload=&#39;x&#39;",
                "&amp;, &amp;amp;",
                "Praxis Müller, Praxis Müller"
            })
    void nameWhenItHasMarkupThenEscaped(String text, String html) throws IOException {
        ReportedFinding found = FindingsDiffTest.found(text, "x", null, null);
        assertThat(page(found)).contains("<h2>" + html + "</h2>");
    }

    @Test
    void textWhenItCannotBeSeenThenWrittenAsCodePoints() {
        assertThat(VisibleText.of("a\u202eb\u0000\n\u200b\ufeff\u2028"))
                .isEqualTo("a<U+202E>b<U+0000><U+000A><U+200B><U+FEFF><U+2028>");
        assertThat(VisibleText.of("\ud800x")).isEqualTo("<U+D800>x");
    }

    @Test
    void pageWhenNamesAreHostileThenNothingOfThemIsMarkup() throws IOException {
        String page = page(FindingsDiffTest.found(
                "</h2><script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                null,
                new ViolationCount(1, 1, 1, "f", "</style>")));

        assertThat(page).doesNotContain("<script", "<img", "a<b").contains("a&lt;b", "&lt;script&gt;");
        assertThat(page.split("</style>")).hasSize(2);
    }

    @Test
    void pageWhenMadeThenItRunsAndLoadsNothing() throws IOException {
        String page = page(FindingsDiffTest.found("app", "x", null, null));

        assertThat(page)
                .contains("http-equiv=\"Content-Security-Policy\"")
                .doesNotContain("<script", "src=", "href=", "url(", "@import", " style=", "javascript:");
        assertThat(HtmlReport.CONTENT_SECURITY_POLICY)
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void pageWhenAClientHasSeveralFindingsThenTheyStandTogether() throws IOException {
        String page = page(
                FindingsDiffTest.found(null, "x", null, null),
                FindingsDiffTest.found("a", "x", null, null),
                FindingsDiffTest.found("a", "y", null, null),
                FindingsDiffTest.found("b", "x", null, null));

        assertThat(page.split("<section>", -1)).hasSize(4);
        assertThat(page.split("</section>", -1)).hasSize(4);
        assertThat(page).contains("<h2>The realm itself</h2>", "<h2>a</h2>", "<h2>b</h2>");
    }

    @Test
    void pageWhenNothingWasFoundThenSaid() throws IOException {
        assertThat(page()).contains("Nothing was found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | Report mode: nothing is refused yet.        | Seen 1 time, last 1 Jan 1970, 00:00 UTC
            de    | Berichtsmodus: Noch wird nichts abgelehnt.  | Einmal aufgetreten, zuletzt am 1. Jan. 1970, 00:00 UTC
            fr    | Mode rapport\u202f: rien n’est encore refusé. | Constaté 1 fois, en dernier le 1 janv. 1970
            nl-BE | Rapportmodus: er wordt nog niets geweigerd. | 1 keer gezien, het laatst op 1 jan. 1970, 00:00 UTC
            es    | Report mode: nothing is refused yet.        | Seen 1 time, last 1 Jan 1970, 00:00 UTC
            """)
    void pageWhenALanguageIsAskedForThenInItOrInEnglish(String language, String state, String seen) throws IOException {
        String page = page(
                Locale.forLanguageTag(language),
                FindingsDiffTest.found("app", "x", null, new ViolationCount(1, 0, 0, "f", "v")));

        assertThat(page).contains("<p class=\"state\">" + state, seen, "<p lang=\"en\">");
    }
}
