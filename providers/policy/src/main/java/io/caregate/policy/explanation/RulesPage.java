package io.caregate.policy.explanation;

import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** All rules on one page, each with its id for a fragment. It has no script and loads nothing. */
final class RulesPage {

    /** Nothing may run or be loaded. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String TEXTS = "io.caregate.policy.explanation.rules";

    private final Locale language;
    private final ResourceBundle texts;

    private RulesPage(Locale language, ResourceBundle texts) {
        this.language = language;
        this.texts = texts;
    }

    /** The page in German for a German locale, else in English. */
    static RulesPage in(Locale wanted) {
        Locale language = wanted.getLanguage().equals(Locale.GERMAN.getLanguage()) ? Locale.GERMAN : Locale.ENGLISH;
        ResourceBundle.Control noFallback =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        return new RulesPage(
                language, ResourceBundle.getBundle(TEXTS, language, RulesPage.class.getClassLoader(), noFallback));
    }

    Locale language() {
        return language;
    }

    String html() {
        String title = text("title");
        String rules = Arrays.stream(RuleId.values()).map(this::section).collect(Collectors.joining());
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                <p>%s</p>
                %s</main>
                </body>
                </html>
                """.formatted(language.getLanguage(), title, title, text("introduction"), rules);
    }

    private String section(RuleId rule) {
        String id = rule.id();
        return """
                <section id="%s">
                <h2>%s</h2>
                <p><code>%s</code></p>
                <p>%s</p>
                <p><strong>%s</strong> %s</p>
                </section>
                """.formatted(id, text(id + ".title"), id, text(id + ".rule"), text("what-to-do"), text(id + ".do"));
    }

    // The texts are ours, and never markup.
    private String text(String key) {
        return texts.getString(key).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
