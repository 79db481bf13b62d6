package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UriConfusionTest {

    private static final String REGISTERED_URI = "https://good.example/cb";
    private static final String REGISTERED_ORIGIN = "https://good.example";
    private static final List<RedirectUriRule> RULES = List.of(
            new RedirectUriRule(Environment.PRODUCTION, false),
            new RedirectUriRule(Environment.PRODUCTION, true),
            new RedirectUriRule(Environment.ACCEPTANCE, false),
            new RedirectUriRule(Environment.ACCEPTANCE, true));

    private static List<UriConfusion> confusions() {
        return UriConfusion.all();
    }

    @ParameterizedTest
    @MethodSource("confusions")
    void registerWhenReadersDisagreeThenRefused(UriConfusion confusion) {
        for (RedirectUriRule rule : RULES) {
            assertThat(rule.accepts(confusion.text()))
                    .as("%s by %s", confusion, rule)
                    .isEqualTo(confusion.redirectUri().isAcceptedBy(rule));
        }
    }

    @ParameterizedTest
    @MethodSource("confusions")
    void requestWhenNotTheRegisteredTextThenNoMatch(UriConfusion confusion) {
        for (RedirectUriRule rule : RULES) {
            assertThat(rule.matches(confusion.text(), List.of(REGISTERED_URI)))
                    .as("%s by %s", confusion, rule)
                    .isEqualTo(confusion.text().equals(REGISTERED_URI));
            // If it was stored before the pack was installed, it also leads nowhere.
            assertThat(rule.matches(REGISTERED_URI, List.of(confusion.text())))
                    .as("%s by %s", confusion, rule)
                    .isEqualTo(confusion.text().equals(REGISTERED_URI));
        }
    }

    @ParameterizedTest
    @MethodSource("confusions")
    void originWhenReadersDisagreeThenRefusedAndNeverAnswered(UriConfusion confusion) {
        WebOriginRule rule = new WebOriginRule(RULES.get(0));

        assertThat(rule.accepts(confusion.text())).as(confusion.toString()).isEqualTo(confusion.webOrigin());
        Stream<String> answered = rule.answered(List.of(confusion.text()), List.of()).stream();
        assertThat(answered.anyMatch(REGISTERED_ORIGIN::equals))
                .as(confusion.toString())
                .isEqualTo(confusion.text().equals(REGISTERED_ORIGIN));
    }

    @Test
    void corpusWhenReadThenNoTextTwice() {
        assertThat(confusions()).extracting(UriConfusion::text).doesNotHaveDuplicates();
    }
}
