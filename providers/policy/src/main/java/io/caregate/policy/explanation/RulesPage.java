package io.caregate.policy.explanation;

import io.caregate.foundation.page.HtmlTemplate;
import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All rules on one page, each with its id for a fragment. It has no script and loads nothing. */
final class RulesPage {

    /** Nothing may run or be loaded. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final HtmlTemplate TEMPLATE = HtmlTemplate.of(RulesPage.class, "rules.ftlh");
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
        StringWriter html = new StringWriter();
        try {
            TEMPLATE.write(
                    Map.of(
                            "language", language.getLanguage(),
                            "rules",
                                    Arrays.stream(RuleId.values())
                                            .map(RuleId::id)
                                            .toList(),
                            "texts", texts()),
                    html);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return html.toString();
    }

    private Map<String, String> texts() {
        return texts.keySet().stream().collect(Collectors.toMap(Function.identity(), texts::getString));
    }
}
