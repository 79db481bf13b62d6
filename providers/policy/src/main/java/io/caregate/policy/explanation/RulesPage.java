package io.caregate.policy.explanation;

import io.caregate.foundation.page.HtmlTemplate;
import io.caregate.foundation.page.PageTexts;
import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All rules on one page, each with its id for a fragment. It has no script and loads nothing. */
final class RulesPage {

    /** Nothing may run or be loaded. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final HtmlTemplate TEMPLATE = HtmlTemplate.of(RulesPage.class, "rules.ftlh");

    private final PageTexts texts;

    private RulesPage(PageTexts texts) {
        this.texts = texts;
    }

    /** The page in the first of these languages that it is written in, otherwise in English. */
    static RulesPage in(List<Locale> wanted) {
        return new RulesPage(PageTexts.of(RulesPage.class, "rules", wanted));
    }

    Locale language() {
        return texts.language();
    }

    String html() {
        StringWriter html = new StringWriter();
        try {
            TEMPLATE.write(
                    Map.of(
                            "language", language().getLanguage(),
                            "rules",
                                    Arrays.stream(RuleId.values())
                                            .map(RuleId::id)
                                            .toList(),
                            "texts", texts.all()),
                    html);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return html.toString();
    }
}
