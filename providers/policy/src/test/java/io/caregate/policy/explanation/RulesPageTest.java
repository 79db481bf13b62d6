package io.caregate.policy.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesPageTest {

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "nl"})
    void textsWhenReadThenOfEveryRuleAndOfNothingElse(String language) {
        Set<String> keys = new TreeSet<>(
                ResourceBundle.getBundle("io.caregate.policy.explanation.rules", Locale.forLanguageTag(language))
                        .keySet());

        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("title", "introduction", "what-to-do"),
                                Arrays.stream(RuleId.values()).flatMap(rule -> Stream.of(".title", ".rule", ".do")
                                        .map(part -> rule.id() + part)))
                        .toList());
    }

    @Test
    void pageWhenMadeThenEachRuleHasItsFragmentAndNothingIsLoaded() {
        String html = RulesPage.in(List.of(Locale.ENGLISH)).html();

        assertThat(RuleId.values()).allSatisfy(rule -> assertThat(html).contains("<section id=\"" + rule.id() + "\">"));
        assertThat(html).contains("<html lang=\"en\">").doesNotContain("<script", "href=", "src=", "%s");
    }

    @ParameterizedTest
    @CsvSource({
        "de, Regeln",
        "de-AT, Regeln",
        "en-GB, Rules",
        "fr-BE, Règles",
        "nl-BE, Regels",
        "es, Rules",
        "es nl, Regels",
        "'', Rules"
    })
    void pageWhenLanguagesAreAskedForThenInTheFirstThatThereIsOrInEnglish(String wanted, String title) {
        List<Locale> languages =
                Stream.of(wanted.split(" ")).map(Locale::forLanguageTag).toList();

        assertThat(RulesPage.in(languages).html()).contains("<title>" + title);
    }
}
