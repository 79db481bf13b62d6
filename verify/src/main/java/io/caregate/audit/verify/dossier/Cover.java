package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.Printable;
import io.caregate.audit.verify.dossier.PeriodScan.Border;
import io.caregate.audit.verify.dossier.PeriodScan.Found;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The cover of a dossier: one page of HTML without scripts, which says in plain words what the dossier proves and what
 * it does not. The same facts make the same bytes, so a cover can be checked. Each version of the format therefore
 * keeps its texts ({@code cover_en.properties}) and its look for ever.
 */
public final class Cover {
    /** The languages that there is a cover in. */
    public static final List<String> LANGUAGES = List.of("en", "de", "fr", "nl");

    private static final String STYLE =
            "body{font:11pt/1.45 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;"
                    + "color:#111}h1{font-size:1.7em;margin-bottom:.2em}h2{font-size:1.15em;margin:1.4em 0 .3em;"
                    + "border-bottom:1px solid #888}table{border-collapse:collapse;width:100%}th,td{text-align:left;"
                    + "vertical-align:top;padding:.2em .8em .2em 0;overflow-wrap:anywhere}th{font-weight:normal;"
                    + "color:#444;"
                    + "width:12em}code{font:.85em/1.3 monospace;overflow-wrap:anywhere}.warning{border:2px solid #111;"
                    + "padding:.5em .8em;font-weight:bold}li{margin:.25em 0}"
                    + "tr,li{break-inside:avoid}h2{break-after:avoid}"
                    + "@page{margin:18mm}@media print{body{margin:0;max-width:none}}";

    private final ResourceBundle texts;
    private final StringBuilder page = new StringBuilder();
    private final Facts facts;
    private final Manifest manifest;
    private final Found found;

    private Cover(Facts facts) {
        this.facts = facts;
        this.manifest = facts.manifest();
        this.found = facts.found();
        this.texts = ResourceBundle.getBundle(
                Cover.class.getPackageName() + ".cover",
                Locale.forLanguageTag(manifest.language()),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The page. Its language must be one of {@link #LANGUAGES}. */
    static String of(Facts facts) {
        return new Cover(facts).page();
    }

    private String page() {
        page.append("<!DOCTYPE html>\n<html lang=\"")
                .append(manifest.language())
                .append("\">\n<head>\n");
        page.append("<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
                .append(styleHash())
                .append("'\">\n<title>")
                .append(text("title"))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        page.append("<h1>").append(text("title")).append("</h1>\n");
        page.append("<p>")
                .append(text("of", manifest.period().from(), manifest.period().to()))
                .append("</p>\n");
        if (manifest.signedBy() == null) {
            warning("unsigned");
        }
        if (isUnfinished()) {
            warning("unfinished", facts.toSigned());
        }
        about();
        items("proved", proved());
        items("not-proved", notProved());
        check();
        types();
        inForce();
        return page.append("</body>\n</html>\n").toString();
    }

    private void about() {
        heading("about");
        page.append("<table>\n");
        row("log", code(manifest.origin()));
        row("realm", code(manifest.realmId()) + (found.realms().isEmpty() ? "" : " " + names()));
        row(
                "period",
                text("period-value", manifest.period().from(), manifest.period().to()));
        row("entries", entries());
        if (facts.fromSigned() == null) {
            row("earlier", text("earlier-none"));
        } else {
            row("earlier", head(manifest.begun().size(), facts.fromSigned(), String.valueOf(manifest.fromRoot())));
        }
        row("later", head(manifest.size(), facts.toSigned(), manifest.root()));
        if (!facts.cosigners().isEmpty()) {
            row(
                    "cosigned",
                    String.join(
                            "<br>", facts.cosigners().stream().map(Cover::code).toList()));
        }
        row("keys", String.join("<br>", facts.keys().stream().map(Cover::code).toList()));
        row("signed-by", manifest.signedBy() == null ? text("signed-by-none") : code(manifest.signedBy()));
        Sbom sbom = facts.sbom();
        if (sbom != null) {
            row("sbom", sbom(sbom));
        }
        FindingsReport findings = facts.findings();
        if (findings != null) {
            row(
                    "findings",
                    enclosed(Parts.FINDINGS, findings.sha256()) + "<br>"
                            + text(
                                    "findings-value",
                                    findings.realm(),
                                    findings.at(),
                                    findings.mode(),
                                    findings.count()));
        }
        row("tool", "caregate-audit-verify " + escaped(manifest.tool()));
        page.append("</table>\n");
    }

    private static String enclosed(String name, String sha256) {
        return code(name) + ", SHA-256 " + code(sha256);
    }

    private String sbom(Sbom sbom) {
        StringBuilder html = new StringBuilder(enclosed(Parts.SBOM, sbom.sha256()));
        if (sbom.described().isEmpty() && sbom.others().isEmpty()) {
            html.append("<br>").append(text("sbom-none"));
        }
        if (!sbom.described().isEmpty()) {
            html.append("<br>").append(text("sbom-of", String.join(", ", sbom.described())));
        }
        if (!sbom.others().isEmpty()) {
            html.append("<br>").append(text("sbom-not-of", String.join(", ", sbom.others())));
        }
        return html.toString();
    }

    private String names() {
        return "("
                + String.join(", ", found.realms().stream().map(Cover::escaped).toList()) + ")";
    }

    private String head(long size, Instant signed, String root) {
        return text("head", size, signed) + "<br>" + code(root);
    }

    private String entries() {
        if (isEmpty()) {
            return text("entries-none");
        }
        long all = manifest.last() - manifest.first() + 1;
        return manifest.hashesOnly()
                ? text("entries-hashes", manifest.first(), manifest.last(), all)
                : text("entries-open", manifest.first(), manifest.last(), all, found.open(), all - found.open());
    }

    private boolean isEmpty() {
        return manifest.first() == 0;
    }

    private boolean isUnfinished() {
        return facts.toSigned().isBefore(manifest.period().to());
    }

    private List<String> proved() {
        String from = facts.fromSigned() == null
                ? text("proved-begin", manifest.size())
                : text("proved-between", manifest.begun().size() + 1, manifest.size());
        if (manifest.hashesOnly()) {
            return List.of(from, text("proved-hashes"), text("proved-in-force"));
        }
        String period = isEmpty() ? text("proved-empty") : text("proved-period", manifest.first(), manifest.last());
        return List.of(
                from,
                text("proved-open"),
                period,
                border("proved-before", found.before()),
                border("proved-after", found.after()),
                text("proved-in-force"));
    }

    private String border(String key, @Nullable Border border) {
        return border == null ? text(key + "-none") : text(key, border.seq(), border.time());
    }

    private List<String> notProved() {
        String who = manifest.signedBy() == null ? text("not-maker") : text("not-maker-signed");
        String closed = manifest.hashesOnly() ? text("not-hashes") : text("not-closed");
        String elsewhere = manifest.hashesOnly() ? text("not-border-hashes") : text("not-elsewhere");
        String times = found.outside() > 0 ? text("not-times-some", found.outside()) : text("not-times");
        List<String> items = new ArrayList<>(List.of(
                text("not-keys"), closed, elsewhere, times, text("not-in-force"), text("not-before-capture"), who));
        if (!facts.cosigners().isEmpty()) {
            items.add(1, text("not-cosigned"));
        }
        if (facts.sbom() != null) {
            items.add(items.size() - 1, text("not-sbom"));
        }
        if (facts.findings() != null) {
            items.add(items.size() - 1, text("not-findings"));
        }
        return items;
    }

    private void check() {
        heading("check");
        page.append("<p>").append(text("check-how")).append("</p>\n<p>");
        page.append(code("java -jar caregate-audit-verify.jar verify FILE.zip --key KEY"
                + (manifest.signedBy() == null ? "" : " --dossier-key KEY")
                + (facts.cosigners().isEmpty() ? "" : " --witness KEY")));
        page.append("</p>\n");
    }

    private void types() {
        if (!found.types().isEmpty()) {
            heading("types");
            page.append("<table>\n");
            found.types().forEach((type, count) -> page.append("<tr><th>")
                    .append(escaped(type))
                    .append("</th><td>")
                    .append(count)
                    .append("</td></tr>\n"));
            page.append("</table>\n");
        }
    }

    private void inForce() {
        heading("in-force");
        page.append("<p>").append(text("in-force-what", PeriodScan.MOST)).append("</p>\n");
        if (facts.startedBefore().isEmpty() && found.events().isEmpty()) {
            page.append("<p>").append(text("in-force-none")).append("</p>\n");
        }
        facts.startedBefore().forEach(this::event);
        found.events().forEach(this::event);
        if (found.moreEvents() > 0) {
            page.append("<p>").append(text("in-force-more", found.moreEvents())).append("</p>\n");
        }
    }

    private void event(ServerEvent event) {
        String key = event.type().equals(ServerEvent.START) ? "started" : "stopped";
        page.append("<p><b>")
                .append(text(key, event.node(), event.time(), event.seq()))
                .append("</b></p>\n");
        if (!event.details().isEmpty()) {
            page.append("<table>\n");
            event.details().forEach((name, value) -> page.append("<tr><th>")
                    .append(escaped(name))
                    .append("</th><td>")
                    .append(code(value))
                    .append("</td></tr>\n"));
            page.append("</table>\n");
        }
    }

    private void heading(String key) {
        page.append("<h2>").append(text(key)).append("</h2>\n");
    }

    private void warning(String key, Object... values) {
        page.append("<p class=\"warning\">").append(text(key, values)).append("</p>\n");
    }

    private void row(String key, String html) {
        page.append("<tr><th>")
                .append(text(key))
                .append("</th><td>")
                .append(html)
                .append("</td></tr>\n");
    }

    private void items(String key, List<String> items) {
        heading(key);
        page.append("<ul>\n");
        items.forEach(item -> page.append("<li>").append(item).append("</li>\n"));
        page.append("</ul>\n");
    }

    /** A text of the bundle with values, as HTML. Values are inserted once: none is taken for a place of another. */
    private String text(String key, Object... values) {
        StringBuilder html = new StringBuilder();
        String text = texts.getString(key);
        int from = 0;
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', from)) {
            int index = text.charAt(at + 1) - '0';
            html.append(escaped(text.substring(from, at))).append(escaped(String.valueOf(values[index])));
            from = at + "{0}".length();
        }
        return html.append(escaped(text.substring(from))).toString();
    }

    private static String code(String text) {
        return "<code>" + escaped(text) + "</code>";
    }

    /** Text as HTML. What is invisible, or changes how other text is shown, becomes a question mark. */
    private static String escaped(String text) {
        StringBuilder html = new StringBuilder(text.length());
        for (char c : Printable.of(text).toCharArray()) {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return html.toString();
    }

    private static String styleHash() {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
