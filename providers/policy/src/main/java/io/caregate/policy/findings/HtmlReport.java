package io.caregate.policy.findings;

import io.caregate.foundation.digest.Sha256;
import io.caregate.foundation.page.HtmlTemplate;
import io.caregate.foundation.page.PageTexts;
import io.caregate.policy.reportmode.ViolationCount;
import io.caregate.policy.rule.RuleId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The report as one page to read or print: no scripts, nothing from elsewhere. The page states this policy itself too,
 * since it is usually saved to a file, where the server's headers have no effect. The page is in the reader's language,
 * but for what a finding itself says, which is in English wherever it appears.
 */
final class HtmlReport implements ReportSink {
    private static final HtmlTemplate TEMPLATE = HtmlTemplate.of(HtmlReport.class, "report.ftlh");
    private static final String STYLE = style();

    /** Nothing may run or be loaded, and no style but the page's own is used. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(Sha256.of(STYLE)) + "'; base-uri 'none'; form-action 'none'";

    private final PageTexts texts;
    private final DateTimeFormatter time;
    private final Writer html;
    private Map<RuleId, Long> sums = Map.of();
    private @Nullable String group;
    private boolean inGroup;
    private String rules = "";
    private boolean someEnforced;

    /** Writes the page in the first of these languages that it is written in, otherwise in English. */
    HtmlReport(OutputStream out, List<Locale> wanted) {
        this.texts = texts(wanted);
        this.time = DateTimeFormatter.ofPattern(texts.filled("time"), texts.language())
                .withZone(ZoneOffset.UTC);
        this.html = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    private static PageTexts texts(List<Locale> wanted) {
        return PageTexts.of(HtmlReport.class, "report", wanted);
    }

    /** The language of a page for a reader who wants these. */
    static Locale language(List<Locale> wanted) {
        return texts(wanted).language();
    }

    private void write(String part, Map<String, Object> values) throws IOException {
        Map<String, Object> all = new HashMap<>(values);
        all.put("part", part);
        all.put("texts", texts.all());
        TEMPLATE.write(all, html);
    }

    /** The head of the page, which needs no data. */
    void open() throws IOException {
        write(
                "head",
                Map.of("language", texts.language().getLanguage(), "policy", CONTENT_SECURITY_POLICY, "style", STYLE));
        flush();
    }

    /** The totals, for the top of the page. */
    void sums(Map<RuleId, Long> summary) {
        sums = summary;
    }

    @Override
    public void begin(ReportHeader header) throws IOException {
        rules = header.rules();
        someEnforced = header.governed() && header.mode().equals("enforce");
        Map<String, Long> byRule = new LinkedHashMap<>();
        sums.forEach((rule, sum) -> byRule.put(rule.id(), sum));
        write(
                "summary",
                Map.of(
                        "realm", VisibleText.of(header.realm()),
                        "generatedAt", time.format(header.generatedAt()),
                        "version", texts.filled("version", header.version()),
                        "state", state(header),
                        "sums", byRule,
                        "isClean", sums.values().stream().allMatch(sum -> sum == 0)));
    }

    private String state(ReportHeader header) {
        if (!header.governed()) {
            return texts.filled("state.exempt");
        }
        if (header.mode().equals("report")) {
            return texts.filled("state.report");
        }
        return header.reportOnly().isEmpty()
                ? texts.filled("state.enforced")
                : texts.filled(
                        "state.some",
                        String.join(
                                ", ",
                                header.reportOnly().stream().map(RuleId::id).toList()));
    }

    @Override
    public void finding(ReportedFinding found) throws IOException {
        if (!inGroup || !Objects.equals(group, found.client())) {
            closeGroup();
            group = found.client();
            inGroup = true;
            write("group", group(found));
        }
        write("finding", values(found));
    }

    private static Map<String, Object> group(ReportedFinding found) {
        Map<String, Object> values = new HashMap<>();
        values.put("isEnabled", found.enabled());
        putVisible(values, "client", found.client());
        return values;
    }

    private Map<String, Object> values(ReportedFinding found) {
        Map<String, Object> values = new HashMap<>();
        values.put("effect", found.effect().id());
        values.put("rule", found.finding().rule().id());
        values.put("isOnlyReported", someEnforced && !found.enforced());
        values.put("field", VisibleText.of(found.finding().field()));
        values.put("value", VisibleText.of(found.value()));
        values.put("problem", sentence(found.finding().problem()));
        values.put("advice", sentence(found.finding().advice()));
        ViolationCount seen = found.seen();
        if (seen != null) {
            values.put("seen", texts.filled("seen", seen.count(), time.format(Instant.ofEpochMilli(seen.lastSeen()))));
            putVisible(values, "hook", found.hook());
            putVisible(values, "seenValue", seen.value());
        }
        return values;
    }

    private static void putVisible(Map<String, Object> values, String name, @Nullable String text) {
        if (text != null) {
            values.put(name, VisibleText.of(text));
        }
    }

    private void closeGroup() throws IOException {
        if (inGroup) {
            write("groupEnd", Map.of());
        }
    }

    private static String sentence(String clause) {
        return clause.isEmpty()
                ? ""
                : VisibleText.of(clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".");
    }

    @Override
    public void flush() throws IOException {
        html.flush();
    }

    @Override
    public void end(Map<RuleId, Long> summary) throws IOException {
        closeGroup();
        write("foot", Map.of("rules", texts.filled("rules", VisibleText.of(rules))));
        flush();
    }

    private static String style() {
        try (InputStream css = HtmlReport.class.getResourceAsStream("findings.css")) {
            return new String(Objects.requireNonNull(css, "findings.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
