package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class WebOriginRuleTest {

    private static final WebOriginRule PRODUCTION =
            new WebOriginRule(new RedirectUriRule(Environment.PRODUCTION, false));
    private static final WebOriginRule NATIVE_APP =
            new WebOriginRule(new RedirectUriRule(Environment.PRODUCTION, true));
    private static final WebOriginRule DEVELOPER =
            new WebOriginRule(new RedirectUriRule(Environment.ACCEPTANCE, false));

    @ParameterizedTest
    @NullAndEmptySource
    void checkWhenNothingThenRefused(String nothing) {
        assertThat(PRODUCTION.check(nothing).map(Violation::problem)).hasValue("it is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+",
                "https://app.example",
                "https://app.example:8443",
                "https://192.0.2.1",
                "https://[2001:db8::1]:8443",
                "https://localhost",
                "http://127.0.0.1",
                "http://127.0.0.1:3000",
                "http://[::1]:3000"
            })
    void checkWhenSerialisedOriginThenAccepted(String origin) {
        assertThat(PRODUCTION.check(origin)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *                            | it has a wildcard
            https://*                    | it has a wildcard
            https://*.app.example        | it has a wildcard
            https://app.example:*        | it has a wildcard
            +*                           | it has a wildcard
            ++                           | it is not absolute
            -                            | it is not absolute
            null                         | it is not absolute
            app.example                  | it is not absolute
            //app.example                | it is not absolute
            https:app.example            | it has no host
            http://app.example           | it sends the code over plain http
            http://localhost:3000        | http on localhost is for acceptance clients only
            https://user@app.example     | it has user info before the host
            https://app.example#         | it has a fragment
            https://app.example.         | its host is not a DNS name or an IP address
            https://app.example:         | its port is empty
            https://app.example:0        | its port is not a number from 1 to 65535
            https://127.1                | its host is an IP address in an unusual notation
            https://app.example\\        | it has a backslash, which browsers read as a slash
            file://                      | its scheme is neither https nor a private-use scheme with a dot in it
            ${authBaseUrl}               | it has a placeholder that nothing has replaced
            """)
    void checkWhenNoOriginThenRefused(String origin, String why) {
        assertThat(PRODUCTION.check(origin).map(Violation::problem)).hasValue(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://app.example/         | https://app.example
            https://app.example/cb       | https://app.example
            https://app.example?         | https://app.example
            https://app.example:443      | https://app.example
            https://APP.example          | https://app.example
            HTTPS://app.example          | https://app.example
            https://[2001:DB8::1]        | https://[2001:db8::1]
            http://127.0.0.1:80          | http://127.0.0.1
            http://127.0.0.1:443/        | http://127.0.0.1:443
            https://app.example:80/      | https://app.example:80
            """)
    void checkWhenNotAsBrowsersSendItThenRefusedWithTheOriginToWrite(String origin, String instead) {
        assertThat(PRODUCTION.check(origin))
                .hasValue(new Violation("origin-form", "browsers never send it like this", "write " + instead));
        assertThat(PRODUCTION.check(instead)).isEmpty();
    }

    @Test
    void checkWhenLocalhostThenOnlyForAcceptance() {
        assertThat(DEVELOPER.accepts("http://localhost:3000")).isTrue();
        assertThat(DEVELOPER.accepts("http://localhost:3000/")).isFalse();
        assertThat(PRODUCTION.accepts("http://localhost:3000")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.app://cb", "com.example.app:/cb", "http.example://cb", "https.example:/cb"})
    void checkWhenPrivateUseSchemeThenRefusedForPublicClientToo(String origin) {
        assertThat(NATIVE_APP.check(origin).map(Violation::problem)).hasValue("it is not an https origin");
    }

    @Test
    void answeredWhenWildcardOrPatternStoredThenItAddsNothing() {
        assertThat(PRODUCTION.answered(
                        List.of("*", "https://*.app.example", "http://app.example", "https://app.example/", "", "null"),
                        List.of("https://app.example/cb")))
                .isEmpty();
    }

    @Test
    void answeredWhenExactlyRegisteredThenThatAlone() {
        assertThat(PRODUCTION.answered(
                        List.of("https://spa.example", "*"),
                        List.of("https://app.example/cb", "https://evil.example/*")))
                .containsExactly("https://spa.example");
    }

    @Test
    void answeredWhenPlusThenTheOriginsOfAcceptableRedirectUris() {
        assertThat(PRODUCTION.answered(
                        List.of("+", "https://spa.example"),
                        List.of(
                                "https://app.example/cb",
                                "https://APP.example:443/other",
                                "https://app.example:8443/cb",
                                "http://127.0.0.1:3000/cb",
                                "https://evil.example/*",
                                "http://evil.example/cb",
                                "http://localhost/cb",
                                "*",
                                "/cb")))
                .containsExactly(
                        "https://app.example",
                        "https://app.example:8443",
                        "http://127.0.0.1:3000",
                        "https://spa.example");
    }

    @Test
    void answeredWhenPlusAndPrivateUseSchemeThenNoOriginOfIt() {
        assertThat(NATIVE_APP.answered(
                        List.of("+"),
                        List.of(
                                "com.example.app://cb",
                                "http.example://cb",
                                "https.example:/cb",
                                "https://app.example/")))
                .containsExactly("https://app.example");
    }

    @Test
    void answeredWhenNothingRegisteredThenNothing() {
        assertThat(PRODUCTION.answered(List.of(), List.of("https://app.example/cb")))
                .isEmpty();
        assertThat(PRODUCTION.answered(List.of("+"), List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://app.example/         | https://app.example
            https://App.EXAMPLE          | https://app.example
            HTTPS://app.example:443/     | https://app.example
            https://app.example:8443/    | https://app.example:8443
            http://127.0.0.1:80          | http://127.0.0.1
            https://[2001:db8::1]/       | https://[2001:db8::1]
            """)
    void respelledWhenTheSameOriginThenAsABrowserSendsIt(String origin, String same) {
        assertThat(PRODUCTION.respelled(origin)).hasValue(same);
        assertThat(PRODUCTION.check(origin).map(Violation::advice)).hasValue("write " + same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "*",
                "null",
                "https://app.example",
                "https://app.example/path",
                "https://app.example/?",
                "https://app.example:",
                "https://app.example:0443",
                "https://app.example#",
                "https://user@app.example/",
                "https:/",
                "https:",
                "http://app.example/",
                "http://localhost/",
                "com.example.app:/"
            })
    void respelledWhenRightOrWrongInAnotherWayThenNothing(String origin) {
        assertThat(PRODUCTION.respelled(origin)).isEmpty();
    }
}
