package io.caregate.policy.findings;

import io.caregate.foundation.digest.Sha256;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The report as one page to read or print: no scripts, nothing from elsewhere. The page states this policy itself too,
 * since it is usually saved to a file, where the server's headers have no effect.
 */
final class HtmlReport implements ReportSink {
    private static final String STYLE = style();

    /** Nothing may run or be loaded, and no style but the page's own is used. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(Sha256.of(STYLE)) + "'; base-uri 'none'; form-action 'none'";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Writer html;
    private Map<RuleId, Long> sums = Map.of();
    private @Nullable String group;
    private boolean inGroup;
    private String rules = "";
    private boolean someEnforced;

    HtmlReport(OutputStream out) {
        this.html = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** The head of the page, which needs no data. */
    void open() throws IOException {
        html.write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\""
                + Html.text(CONTENT_SECURITY_POLICY)
                + "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Caregate findings</title>\n<style>"
                + STYLE + "</style>\n</head>\n<body>\n");
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
        html.write("<header>\n<p class=\"kicker\">Caregate findings report</p>\n<h1>" + Html.text(header.realm())
                + "</h1>\n<p class=\"facts\">" + TIME.format(header.generatedAt()) + " &middot; version "
                + Html.text(header.version()) + "</p>\n<p class=\"state\">" + Html.text(state(header))
                + "</p>\n</header>\n<main>\n<ul class=\"sums\">\n");
        for (Map.Entry<RuleId, Long> rule : sums.entrySet()) {
            html.write("<li" + (rule.getValue() == 0 ? " class=\"none\"" : "") + "><b>" + rule.getValue()
                    + "</b> <span>" + rule.getKey().id() + "</span></li>\n");
        }
        html.write("</ul>\n<p class=\"legend\"><span class=\"effect refused\">refused</span> breaks the rule: the rule"
                + " refuses it, or nobody is admitted. <span class=\"effect changed\">changed</span> goes on to work,"
                + " but is capped, left out, or never runs.</p>\n");
        if (sums.values().stream().allMatch(sum -> sum == 0)) {
            html.write("<p class=\"clean\">Nothing was found. No client, mapper or setting of this realm breaks a"
                    + " rule.</p>\n");
        }
    }

    private static String state(ReportHeader header) {
        if (!header.governed()) {
            return "This realm is exempt: no rule holds in it. This is what would be found.";
        }
        if (header.mode().equals("report")) {
            return "Report mode: nothing is refused yet.";
        }
        return header.reportOnly().isEmpty()
                ? "Every rule is enforced."
                : "Enforced, but for these rules, which only report: "
                        + String.join(
                                ", ",
                                header.reportOnly().stream().map(RuleId::id).toList())
                        + ".";
    }

    @Override
    public void finding(ReportedFinding found) throws IOException {
        if (!inGroup || !Objects.equals(group, found.client())) {
            closeGroup();
            group = found.client();
            inGroup = true;
            openGroup(found);
        }
        html.write("<li>\n<p class=\"rule\"><span class=\"effect "
                + found.effect().id() + "\">"
                + found.effect().id() + "</span> <b>" + found.finding().rule().id() + "</b>"
                + (found.enforced() || !someEnforced ? "" : " <span class=\"tag\">not enforced</span>")
                + "</p>\n<p class=\"what\"><code>"
                + Html.text(found.finding().field()) + "</code>"
                + (found.value().isEmpty() ? "" : " <code class=\"value\">" + Html.text(found.value()) + "</code>")
                + "</p>\n<p>" + sentence(found.finding().problem()) + "</p>\n<p class=\"advice\">"
                + sentence(found.finding().advice()) + "</p>\n" + seen(found) + "</li>\n");
    }

    private void openGroup(ReportedFinding found) throws IOException {
        html.write("<section>\n<h2>" + (found.client() == null ? "The realm itself" : Html.text(found.client()))
                + (found.enabled() ? "" : " <span class=\"tag\">disabled</span>") + "</h2>\n<ul>\n");
    }

    private void closeGroup() throws IOException {
        if (inGroup) {
            html.write("</ul>\n</section>\n");
        }
    }

    private static String seen(ReportedFinding found) {
        ViolationCount seen = found.seen();
        if (seen == null) {
            return "";
        }
        String last = found.hook() != null
                ? " at " + Html.text(found.hook())
                : seen.value() == null ? "" : " with <code class=\"value\">" + Html.text(seen.value()) + "</code>";
        return "<p class=\"seen\">Seen " + seen.count() + (seen.count() == 1 ? " time" : " times") + ", last "
                + TIME.format(Instant.ofEpochMilli(seen.lastSeen())) + last + "</p>\n";
    }

    private static String sentence(String clause) {
        return clause.isEmpty()
                ? ""
                : Html.text(clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".");
    }

    @Override
    public void flush() throws IOException {
        html.flush();
    }

    @Override
    public void end(Map<RuleId, Long> summary) throws IOException {
        closeGroup();
        html.write("</main>\n<footer>The rules are explained at " + Html.text(rules) + "</footer>\n</body>\n</html>\n");
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
