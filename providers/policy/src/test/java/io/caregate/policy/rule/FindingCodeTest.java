package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes are API: programs show their own texts for them. */
class FindingCodeTest {
    private static final RedirectUriRule RULE = new RedirectUriRule(Environment.PRODUCTION, false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                               | empty
            https://app.example/*            | wildcard
            https://app.example/a\\b         | backslash
            https://app.example/ü            | bad-character
            https://app.example/{x}          | bad-character
            ${ROOT}/callback                 | placeholder
            https://${HOST}/callback         | placeholder
            https://{{host}}/callback        | placeholder
            https://app.example/${x          | bad-character
            https://app.example/%            | bad-encoding
            com.example_app:/cb              | scheme-character
            callback_a/x:y                   | not-absolute
            /callback                        | not-absolute
            https://app.example/#x           | fragment
            https://me@app.example/          | user-info
            https://app.example/../x         | dot-segment
            https://app.example/[x]          | square-bracket
            https://app.example/cb?state=x   | response-parameter
            https:/callback                  | no-host
            https://APP..example/            | bad-host
            http://localhost/cb              | localhost-in-production
            http://app.example/cb            | plain-http
            ftp://app.example/cb             | scheme
            com.example.app:/cb              | scheme-of-confidential
            """)
    void redirectUriWhenRefusedThenCode(String uri, String code) {
        assertThat(RULE.check(uri).map(Violation::code)).hasValue(code);
    }

    @Test
    void redirectUriWhenLongThenCode() {
        String uri = "https://app.example/" + "a".repeat(RedirectUriRule.MOST_CHARACTERS);
        assertThat(RULE.check(uri).map(Violation::code)).hasValue("too-long");
    }

    @Test
    void redirectUriWhenOnlyTextFollowsTheSchemeThenCode() {
        RedirectUriRule app = new RedirectUriRule(Environment.PRODUCTION, true);
        assertThat(app.check("com.example.app:cb").map(Violation::code)).hasValue("no-path");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                               | empty
            *                                | wildcard
            https://app.example/             | origin-form
            https://app.example?state=x      | origin-form
            https://app.example:443          | origin-form
            http://app.example               | plain-http
            """)
    void webOriginWhenRefusedThenCode(String origin, String code) {
        assertThat(new WebOriginRule(RULE).check(origin).map(Violation::code)).hasValue(code);
    }

    @Test
    void webOriginWhenNotOfTheWebThenCode() {
        RedirectUriRule app = new RedirectUriRule(Environment.PRODUCTION, true);
        assertThat(new WebOriginRule(app).check("com.example.app://host").map(Violation::code))
                .hasValue("not-an-origin");
    }

    @Test
    void findingWhenItsRuleSaysItAllThenTheGeneralCode() {
        Finding finding =
                new Finding(RuleId.NO_IMPLICIT_GRANT, "implicitFlowEnabled", "true", "it is on", "turn it off");
        assertThat(finding.code()).isEqualTo("rule-broken");
    }

    @Test
    void entryWhenBlankThenCode() {
        assertThat(BlankEntries.check(java.util.List.of("https://app.example/cb", " "), null))
                .extracting(Finding::code)
                .containsExactly("empty");
    }
}
