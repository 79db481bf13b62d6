package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUriRuleTest {

    private static final RedirectUriRule BACKEND = new RedirectUriRule(Environment.PRODUCTION, false);
    private static final RedirectUriRule NATIVE_APP = new RedirectUriRule(Environment.PRODUCTION, true);
    private static final RedirectUriRule DEVELOPER = new RedirectUriRule(Environment.ACCEPTANCE, false);

    private static void assertRefusedBesideAccepted(RedirectUriRule rule, String refused, String why, String accepted) {
        assertThat(rule.check(refused).map(Violation::problem)).as(refused).hasValue(why);
        assertThat(rule.check(accepted)).as(accepted).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void registerWhenNothingThenRefused(String nothing) {
        assertThat(BACKEND.check(nothing).map(Violation::problem)).hasValue("it is empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *                                  | https://app.example/%2A
            /*                                 | https://app.example/
            https://*                          | https://app.example
            https://app.example/*              | https://app.example/
            https://app.example/cb*            | https://app.example/cb
            https://*.app.example/cb           | https://www.app.example/cb
            https://app.example:*/cb           | https://app.example:8443/cb
            https://app.example/cb?next=*      | https://app.example/cb?next=%2A
            https://app.example/cb#*           | https://app.example/cb
            http*://app.example/cb             | https://app.example/cb
            http://127.0.0.1:*/cb              | http://127.0.0.1:8080/cb
            """)
    void registerWhenWildcardAnywhereThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "it has a wildcard", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +                                  | https://app.example/+
            cb                                 | https://app.example/cb
            /cb                                | https://app.example/cb
            //evil.example                     | https://evil.example
            ://evil.example/cb                 | https://evil.example/cb
            1https://evil.example/cb           | https://evil.example/1https://evil.example/cb
            app.example/cb                     | https://app.example/cb
            ?x=https://app.example/cb          | https://app.example/cb?x=https://app.example/cb
            """)
    void registerWhenNotAbsoluteThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "it is not absolute", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code                | ?code=stolen                    | ?coupon=stolen
            state               | ?tenant=a&state=mine            | ?tenant=a&statement=mine
            state               | ?tenant=a&state                 | ?tenant=state
            session_state       | ?session_state=                 | ?session=
            iss                 | ?iss=https://evil.example       | ?issuer=https://evil.example
            error               | ?error=access_denied            | ?errors=access_denied
            error_description   | ?error_description=call+me      | ?description=call+me
            response            | ?response=e30                   | ?respond=e30
            id_token            | ?a=1&b=2&id_token=e30           | ?a=1&b=2&token=e30
            access_token        | ?access_token=e30               | ?access-token=e30
            token_type          | ?token_type=Bearer              | ?type=Bearer
            expires_in          | ?expires_in=9                   | ?expires=9
            kc_action           | ?kc_action=delete_account       | ?action=delete_account
            kc_action_status    | ?kc_action_status=success       | ?action_status=success
            state               | ?STATE=mine                     | ?%5Bstate%5D=mine
            state               | ?%73tate=mine                   | ?%2573tate=mine
            state               | ?a=1&&s%74at%65=mine            | ?a=1;state=mine
            """)
    void registerWhenQueryHasParameterOfTheAnswerThenRefused(String name, String refused, String accepted) {
        assertRefusedBesideAccepted(
                BACKEND,
                "https://app.example/cb" + refused,
                "its query has the parameter " + name + ", which is part of the answer to the client",
                "https://app.example/cb" + accepted);
        assertRefusedBesideAccepted(
                NATIVE_APP,
                "com.example.app:/cb" + refused,
                "its query has the parameter " + name + ", which is part of the answer to the client",
                "com.example.app:/cb" + accepted);
    }

    @Test
    void matchWhenStoredUriHasParameterOfTheAnswerThenNoMatch() {
        String stored = "https://app.example/cb?state=mine";
        assertThat(BACKEND.matches(stored, List.of(stored))).isFalse();
        String good = "https://app.example/cb?statement=mine";
        assertThat(BACKEND.matches(good, List.of(good))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/home?state=open, https://app.example/home?code=1"})
    void locationWhenQueryHasParameterOfTheAnswerThenAccepted(String path, String address) {
        assertThat(BACKEND.checkLocation(path)).isEmpty();
        assertThat(BACKEND.checkLocation(address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https:///evil.example              | https://evil.example
            https:////evil.example             | https://evil.example//
            https:/evil.example                | https://evil.example/
            https:evil.example                 | https://evil.example
            https:                             | https://app.example
            https://                           | https://app.example/
            https://?evil.example              | https://app.example?evil.example
            https://:443/cb                    | https://app.example:443/cb
            http:/127.0.0.1/cb                 | http://127.0.0.1/cb
            """)
    void registerWhenNoHostThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "it has no host", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example@evil.example           | https://good.example/@evil.example
            https://good.example:443@evil.example/      | https://good.example:443/@evil.example/
            https://good.example%2f@evil.example        | https://good.example/%2f@evil.example
            https://good.example%252f@evil.example      | https://good.example/%252f@evil.example
            https://good.example;@evil.example          | https://good.example/;@evil.example
            https://user:password@good.example/cb       | https://good.example/cb?user:password@
            https://a@b@good.example/cb                 | https://good.example/a@b
            https://@good.example/cb                    | https://good.example/cb
            http://good.example@127.0.0.1/cb            | http://127.0.0.1/good.example@
            """)
    void registerWhenUserInfoThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "it has user info before the host", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example\\@evil.example          | https://good.example/@evil.example
            https://good.example\\.evil.example          | https://good.example.evil.example
            https:\\\\evil.example                       | https://evil.example
            https:/\\evil.example                        | https://evil.example
            https://good.example/\\..\\cb                | https://good.example/cb
            https://good.example/cb?x=\\                 | https://good.example/cb?x=
            """)
    void registerWhenBackslashThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "it has a backslash, which browsers read as a slash", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example:443/cb      | https://good.example/cb
            https://GOOD.example/cb          | https://good.example/cb
            HTTPS://good.example/cb?x=Y      | https://good.example/cb?x=Y
            Https://Good.Example:443/A/b?C=d | https://good.example/A/b?C=d
            https://good.example:443         | https://good.example
            http://127.0.0.1:80/cb           | http://127.0.0.1/cb
            https://GOOD.example:8443/cb     | https://good.example:8443/cb
            """)
    void registerWhenSpeltOtherwiseThanBrowsersDoThenRefusedWithTheSpelling(String refused, String advised) {
        assertThat(BACKEND.checkSpelling(refused)).hasValueSatisfying(violation -> {
            assertThat(violation.code()).isEqualTo("spelling");
            assertThat(violation.advice()).isEqualTo("write " + advised);
        });
        assertThat(BACKEND.checkSpelling(advised)).isEmpty();
        // A stored one stays as it was.
        assertThat(BACKEND.matches(refused, List.of(refused))).isTrue();
        assertThat(BACKEND.matches(advised, List.of(refused))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://evil.example#good.example  | https://evil.example/good.example
            https://evil.example#@good.example | https://evil.example/@good.example
            https://good.example/cb#           | https://good.example/cb
            https://good.example/cb?x#y        | https://good.example/cb?x%23y
            https://good.example/##            | https://good.example/
            """)
    void registerWhenFragmentThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "it has a fragment", accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://good.example\u3002evil.example/cb",
                "https://good\uff0eexample/cb",
                "https://good.example\uff0fevil.example/cb",
                "https://good.example\uff20evil.example/cb",
                "https://g\u043e\u043ed.example/cb",
                "https://b\u00fccher.example/cb",
                "https://good.example/b\u00fccher",
                "https://good.example\u00ad/cb",
                "https://good.example\u200b/cb",
                "https://good.example/\ud83d\ude00",
                "https://good.example/\ud83d",
                "https://good.example/\u202ecb",
                "https://good.\texample/cb",
                "https://good.example/\ncb",
                "https://good.example/\r\nLocation:%20https://evil.example",
                "https://good.example/\u0000",
                "java\tscript:alert(1)",
                " https://good.example/cb",
                "https://good.example/cb ",
                "https://good.example /cb",
                "https://good.example/<script>",
                "https://good.example/\"",
                "https://good.example/a|b",
                "https://good.example/a^b",
                "https://good.example/`a`",
                "https://good.example/{realm}",
                "https://good.example/${realm"
            })
    void registerWhenCharacterThatNoUriHasThenRefused(String refused) {
        assertThat(BACKEND.check(refused).map(Violation::problem))
                .hasValue("it has a character that no URI has (RFC 3986)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${authBaseUrl}/cb", "https://${env.HOST}/cb", "https://good.example/{{tenant}}"})
    void registerWhenPlaceholderThenRefusedByThatName(String refused) {
        assertThat(BACKEND.check(refused).map(Violation::problem))
                .hasValue("it has a placeholder that nothing has replaced");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://xn--bcher-kva.example/cb",
                "https://xn--gd-fmca.example/cb",
                "https://good.example/b%C3%BCcher",
                "https://good.example/a%7Cb",
                "https://good.example/cb?a=b&c=(d)!$',;:@/?~-._+="
            })
    void registerWhenWrittenInAsciiThenAccepted(String accepted) {
        assertThat(BACKEND.check(accepted)).isEmpty();
    }

    @Test
    void registerWhenAnyCharacterOfUnicodeInPathThenOnlyThoseOfRfc3986Accepted() {
        String pathAndQuery = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?@!$&'()+,;=";
        List<Integer> accepted = IntStream.rangeClosed(0, Character.MAX_VALUE)
                .filter(c -> BACKEND.accepts("https://app.example/a" + (char) c + "z"))
                .boxed()
                .toList();
        assertThat(accepted)
                .containsExactlyInAnyOrderElementsOf(
                        pathAndQuery.chars().boxed().toList());
    }

    @Test
    void registerWhenAnyCharacterOfUnicodeInHostThenOnlyThoseOfNamesAccepted() {
        // The last four end the host: a port cannot be "z", so a colon is also refused.
        String names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/?";
        List<Integer> accepted = IntStream.rangeClosed(0, Character.MAX_VALUE)
                .filter(c -> BACKEND.accepts("https://a" + (char) c + "z"))
                .boxed()
                .toList();
        assertThat(accepted)
                .containsExactlyInAnyOrderElementsOf(names.chars().boxed().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example/cb%           | https://good.example/cb%25
            https://good.example/cb%2          | https://good.example/cb%20
            https://good.example/cb%zz         | https://good.example/cb%25zz
            https://good.example/cb%u0041      | https://good.example/cb%41
            https://good.example/%00           | https://good.example/%30
            https://good.example/%0d%0a        | https://good.example/%20
            https://good.example/%0D%0AX:y     | https://good.example/%2D%2AX:y
            https://good.example/%09           | https://good.example/%29
            https://good.example/%1f           | https://good.example/%20
            https://good.example/%7f           | https://good.example/%7e
            https://good.example/%7F           | https://good.example/%80
            https://good.example/%5c           | https://good.example/%5b
            https://good.example/%5Cevil       | https://good.example/%5Devil
            https://good.example%00.evil       | https://good.example.evil
            https://good.example/cb?x=%00      | https://good.example/cb?x=%2A
            """)
    void registerWhenPercentSignEncodesNothingOrControlThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(
                BACKEND, refused, "it has a percent sign that encodes nothing or a control character", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example/.             | https://good.example/...
            https://good.example/..            | https://good.example/..a
            https://good.example/./cb          | https://good.example/.well-known/cb
            https://good.example/a/../cb       | https://good.example/a/..cb
            https://good.example/a/%2e%2e/cb   | https://good.example/a/%2e%2ecb
            https://good.example/a/%2E./cb     | https://good.example/a/%2Ea/cb
            https://good.example/a/.%2e        | https://good.example/a.%2e
            https://good.example/a%2f..%2fcb   | https://good.example/a%2f..cb
            https://good.example/a%2F%2E%2E/   | https://good.example/a%2Fb%2E%2E/
            https://good.example/../cb?x       | https://good.example/cb?x=/../
            """)
    void registerWhenDotSegmentThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "its path has a dot segment", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example/[x]           | https://good.example/%5Bx%5D
            https://good.example/x]            | https://good.example/?[x]
            """)
    void registerWhenBracketInPathThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "its path has a square bracket (RFC 3986 section 3.3)", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example:0/cb                | https://good.example:1/cb
            https://good.example:65536/cb            | https://good.example:65535/cb
            https://good.example:99999999999/cb      | https://good.example:9999/cb
            https://good.example:0443/cb             | https://good.example:443/cb
            https://good.example:+443/cb             | https://good.example:8443/cb
            https://good.example:-1/cb               | https://good.example/cb:-1
            https://good.example:443a/cb             | https://good.example:443/a/cb
            https://good.example:443:evil            | https://good.example:443/evil
            https://good.example:443.evil.example    | https://good.example.evil.example:443
            https://[::1]:0                          | https://[::1]:1
            """)
    void registerWhenPortOutOfRangeThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "its port is not a number from 1 to 65535", accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "https://good.example:, https://good.example",
        "https://good.example:/cb, https://good.example/:cb",
        "https://good.example:?x, https://good.example?:x",
        "http://127.0.0.1:/cb, http://127.0.0.1/cb"
    })
    void registerWhenPortEmptyThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "its port is empty", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example./cb                 | https://good.example/cb
            https://good..example/cb                 | https://good.example/cb
            https://.good.example/cb                 | https://good.example/cb
            https://./cb                             | https://a/cb
            https://good.example%2eevil.example      | https://good.example.evil.example
            https://good.example%2fevil.example      | https://good.example/evil.example
            https://good.example;evil.example        | https://good.example/;evil.example
            https://good.example,evil.example        | https://good.example/,evil.example
            https://good.example&evil.example        | https://good.example?&evil.example
            https://good.example=.evil.example       | https://good.example?=.evil.example
            https://(good).example                   | https://good.example
            https://good!.example                    | https://good.example
            https://good$.example                    | https://good.example
            https://good.example:80:443              | https://good.example:443
            https://a[::1]/cb                        | https://[::1]/cb
            """)
    void registerWhenHostIsNoNameThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "its host is not a DNS name or an IP address", accepted);
    }

    @Test
    void registerWhenLabelHas64CharactersThenRefused() {
        assertRefusedBesideAccepted(
                BACKEND,
                "https://" + "a".repeat(64) + ".example/",
                "its host is not a DNS name or an IP address",
                "https://" + "a".repeat(63) + ".example/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://0x7f.1/cb                  | https://0x7f.1.example/cb
            https://2130706433/cb              | https://a2130706433/cb
            https://127.1/cb                   | https://127.0.0.1/cb
            https://0177.0.0.1/cb              | https://177.0.0.1/cb
            https://127.0.0.01/cb              | https://127.0.0.1/cb
            https://0x7f000001/cb              | https://x7f000001/cb
            https://good.example.0x/cb         | https://good.example.0y/cb
            https://good.example.0XFF/cb       | https://good.example.0XFG/cb
            https://192.0.2.256/cb             | https://192.0.2.255/cb
            https://192.0.2/cb                 | https://192.0.2.0/cb
            https://192.0.2.1.1/cb             | https://192.0.2.1.a1/cb
            https://good.example.1/cb          | https://good.example.a1/cb
            https://good.example.0/cb          | https://good.example.0a/cb
            https://good.example.9/cb          | https://good.example.9a/cb
            https://0/cb                       | https://0.0.0.0/cb
            """)
    void registerWhenIpv4InUnusualNotationThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "its host is an IP address in an unusual notation", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://[::ffff:127.0.0.1]/        | https://[::ffff:7f00:1]/
            https://[0:0:0:0:0:0:0:1]/         | https://[::1]/
            https://[::0001]/                  | https://[::1]/
            https://[::1%25eth0]/              | https://[::1]/%25eth0
            https://[::1]evil.example/         | https://[::1]/evil.example/
            https://[::1/                      | https://[::1]/
            https://[]/                        | https://[::]/
            """)
    void registerWhenIpv6NotCanonicalThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "its IPv6 address is not canonical", accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://app.example/cb              | https://app.example/cb
            HTTP://APP.EXAMPLE/cb              | HTTPS://APP.EXAMPLE/cb
            http://127.0.0.2/cb                | http://127.0.0.1/cb
            http://127.0.0.1.evil.example/cb   | http://127.0.0.1/evil.example/cb
            http://0.0.0.0/cb                  | http://127.0.0.1/cb
            http://[::]/cb                     | http://[::1]/cb
            http://[::ffff:7f00:1]/cb          | http://[::1]/cb
            http://192.168.0.1/cb              | https://192.168.0.1/cb
            http://localhost.evil.example/cb   | https://localhost.evil.example/cb
            http://app.localhost/cb            | https://app.localhost/cb
            """)
    void registerWhenPlainHttpAwayFromLoopbackThenRefused(String refused, String accepted) {
        assertRefusedBesideAccepted(BACKEND, refused, "it sends the code over plain http", accepted);
        assertRefusedBesideAccepted(DEVELOPER, refused, "it sends the code over plain http", accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost/cb",
                "http://localhost:3000/cb",
                "http://LOCALHOST/cb",
                "Http://localhost/cb?x=y"
            })
    void registerWhenHttpOnLocalhostThenOnlyForAcceptance(String uri) {
        assertThat(BACKEND.check(uri).map(Violation::problem))
                .hasValue("http on localhost is for acceptance clients only");
        assertThat(NATIVE_APP.accepts(uri)).isFalse();
        assertThat(DEVELOPER.check(uri)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost./cb",
                "http://localhost:0/cb",
                "http://localhost@evil.example/cb",
                "http://localhost/*",
                "http://localhost/../cb",
                "http://loc\u0430lhost/cb",
                "http://127.1/cb"
            })
    void registerWhenAlmostLocalhostThenRefusedForAcceptanceToo(String uri) {
        assertThat(DEVELOPER.accepts(uri)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "javascript://app.example/%20alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "vbscript:x",
                "blob:https://app.example/x",
                "view-source:https://app.example",
                "about:blank",
                "ws://app.example/cb",
                "ftp://app.example/cb",
                "urn:ietf:wg:oauth:2.0:oob",
                "myapp:/cb",
                "myapp://cb",
                "httpss://app.example/cb",
                "localhost:8080/cb"
            })
    void registerWhenSchemeHasNoDotThenRefusedForEveryClient(String uri) {
        String problem = "its scheme is neither https nor a private-use scheme with a dot in it";
        assertThat(BACKEND.check(uri).map(Violation::problem)).hasValue(problem);
        assertThat(NATIVE_APP.check(uri).map(Violation::problem)).hasValue(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.example.app:/cb",
                "com.example.app:/",
                "com.example.app://cb",
                "com.example.app://cb/path?x=y",
                "COM.Example.App:/cb"
            })
    void registerWhenPrivateUseSchemeThenOnlyForPublicClient(String uri) {
        assertThat(NATIVE_APP.check(uri)).isEmpty();
        assertThat(BACKEND.check(uri).map(Violation::problem))
                .hasValue("only a public client may use a private-use scheme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            com.example.app:cb                 | nothing follows its scheme but text           | com.example.app:/cb
            com.example.app:                   | nothing follows its scheme but text           | com.example.app:/
            com.example.app:///cb              | it has no host behind //                      | com.example.app://cb
            com.example.app://                 | it has no host behind //                      | com.example.app:/
            com.example.app:[cb             | its path has a square bracket (RFC 3986 section 3.3) | com.example.app:/cb
            com.example.app:]cb             | its path has a square bracket (RFC 3986 section 3.3) | com.example.app:/cb
            com.example.app:/../cb             | its path has a dot segment                    | com.example.app:/..cb
            com.example.app:/*                 | it has a wildcard                             | com.example.app:/
            com.example.app:/cb#x              | it has a fragment                             | com.example.app:/cb
            com.example.app://u@cb             | it has user info before the host              | com.example.app://cb
            com.example.app://cb:0             | its port is not a number from 1 to 65535      | com.example.app://cb:1
            com.example.app://cb..x            | its host is not a DNS name or an IP address   | com.example.app://cb.x
            """)
    void registerWhenPrivateUseSchemeMalformedThenRefused(String refused, String why, String accepted) {
        assertRefusedBesideAccepted(NATIVE_APP, refused, why, accepted);
    }

    @Test
    void registerWhen256CharactersThenRefused() {
        String start = "https://app.example/";
        assertRefusedBesideAccepted(
                BACKEND,
                start + "a".repeat(256 - start.length()),
                "it has more than 255 characters",
                start + "a".repeat(255 - start.length()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://good.example/@evil.example             | good.example
            https://good.example?@evil.example             | good.example
            https://good.example?https://evil.example      | good.example
            https://good.example//evil.example             | good.example
            https://good.example/https://evil.example      | good.example
            https://GOOD.example:443/cb                    | good.example
            https://xn--gd-fmca.example                    | xn--gd-fmca.example
            https://192.0.2.1:8443?x                       | 192.0.2.1
            https://[2001:db8::1]:8443/cb                  | [2001:db8::1]
            http://127.0.0.1:3000                          | 127.0.0.1
            """)
    void registerWhenAcceptedThenHostIsWhatOthersReadToo(String uri, String host) {
        assertThat(BACKEND.check(uri)).isEmpty();
        assertThat(UriText.parse(uri).host()).isEqualTo(host);
        assertThat(URI.create(uri).getHost()).isEqualToIgnoringCase(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback",
                "https://app.example/callback/",
                "https://app.example/callback?",
                "https://app.example/callback?x=y",
                "https://app.example:443/callback",
                "https://APP.example/callback",
                "HTTPS://app.example/callback",
                "https://app.example/Callback",
                "https://app.example/call%62ack",
                "https://app.example//callback",
                "https://app.example/./callback",
                "https://app.example/x/../callback",
                "https://app.example/callback#",
                "https://app.example/callback#x",
                "https://x@app.example/callback",
                "https://app.example./callback",
                "https://app.example/callback ",
                "http://app.example/callback",
                "https://www.app.example/callback",
                "https://app.example.evil.example/callback",
                "https://evil.example/cb",
                "/callback",
                "//app.example/callback",
                "*",
                ""
            })
    void matchesWhenNotEqualCharacterForCharacterThenFalse(String requested) {
        List<String> registered = List.of("https://app.example/callback");
        assertThat(BACKEND.matches(requested, registered)).isEqualTo(requested.equals(registered.get(0)));
        assertThat(NATIVE_APP.matches(requested, registered)).isEqualTo(requested.equals(registered.get(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "/*",
                "https://app.example/*",
                "https://*.example/cb",
                "/cb",
                "http://app.example/cb",
                "http://localhost/cb",
                "https://app.example/cb#x",
                "https://app.example/../cb",
                "https://user@app.example/cb",
                "javascript:alert(1)",
                "myapp:/cb",
                ""
            })
    void matchesWhenRegisteredIsUnacceptableThenNothingMatchesNotEvenItself(String registered) {
        for (String requested : Arrays.asList(
                registered, "https://app.example/cb", "https://app.example/", "https://evil.example/cb", "/cb", "")) {
            assertThat(NATIVE_APP.matches(requested, List.of(registered)))
                    .as(requested)
                    .isFalse();
        }
        assertThat(NATIVE_APP.matches("https://app.example/", List.of(registered, "https://app.example/")))
                .isTrue();
    }

    @Test
    void matchesWhenNothingRegisteredThenFalse() {
        assertThat(NATIVE_APP.matches("https://app.example/cb", List.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.1/cb        | http://127.0.0.1:49152/cb      | true
            http://127.0.0.1:3000/cb   | http://127.0.0.1:49152/cb      | true
            http://127.0.0.1:3000/cb   | http://127.0.0.1/cb            | true
            http://[::1]/cb            | http://[::1]:49152/cb          | true
            http://127.0.0.1/cb?x=y    | http://127.0.0.1:49152/cb?x=y  | true
            http://127.0.0.1/cb        | http://127.0.0.1:49152/other   | false
            http://127.0.0.1/cb        | http://127.0.0.1:49152/cb?x    | false
            http://127.0.0.1/cb        | http://127.0.0.1:49152/cb?     | false
            http://127.0.0.1/cb        | http://127.0.0.1:49152/cb#x    | false
            http://127.0.0.1/cb        | http://127.0.0.1:0/cb          | false
            http://127.0.0.1/cb        | http://127.0.0.1:65536/cb      | false
            http://127.0.0.1/cb        | http://127.0.0.1:/cb           | false
            http://127.0.0.1/cb        | http://127.0.0.1:049152/cb     | false
            http://127.0.0.1/cb        | http://127.0.0.1:1@evil/cb     | false
            http://127.0.0.1/cb        | HTTP://127.0.0.1:49152/cb      | false
            HTTP://127.0.0.1/cb        | HTTP://127.0.0.1:49152/cb      | true
            http://127.0.0.1/cb        | https://127.0.0.1:49152/cb     | false
            https://127.0.0.1/cb       | https://127.0.0.1:49152/cb     | false
            http://127.0.0.1/cb        | http://[::1]:49152/cb          | false
            http://[::1]/cb            | http://[0:0:0:0:0:0:0:1]:1/cb  | false
            http://127.0.0.1/cb        | http://127.0.0.2:49152/cb      | false
            http://127.0.0.1/cb        | http://127.1:49152/cb          | false
            http://127.0.0.1/cb        | http://localhost:49152/cb      | false
            https://app.example/cb     | https://app.example:8443/cb    | false
            com.example.app://cb       | com.example.app://cb:49152     | false
            """)
    void matchesWhenPortDiffersThenOnlyOnLoopbackAddressOfPublicClient(
            String registered, String requested, boolean matches) {
        assertThat(NATIVE_APP.matches(requested, List.of(registered))).isEqualTo(matches);
        assertThat(BACKEND.matches(requested, List.of(registered))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PRODUCTION, false", "ACCEPTANCE, false", "ACCEPTANCE, true"})
    void matchesWhenPortOfLocalhostDiffersThenFalse(Environment environment, boolean publicClient) {
        RedirectUriRule rule = new RedirectUriRule(environment, publicClient);
        assertThat(rule.matches("http://localhost:3001/cb", List.of("http://localhost:3000/cb")))
                .isFalse();
        assertThat(rule.matches("http://localhost:3000/cb", List.of("http://localhost:3000/cb")))
                .isEqualTo(environment == Environment.ACCEPTANCE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /                            | true
            /welcome?x=y#/route          | true
            https://app.example/#/route  | true
            https://app.example/         | true
            '#top'                       | false
            welcome                      | false
            //evil.example               | false
            /\\evil.example              | false
            /../admin                    | false
            /*                           | false
            /#*                          | false
            https://app.example/#<x>     | false
            javascript:alert(1)          | false
            javascript:alert(1)//#       | false
            http://app.example/          | false
            ''                           | false
            """)
    void locationWhenPathOrFragmentThenAcceptedUnlessItLeadsElsewhere(String location, boolean accepted) {
        assertThat(BACKEND.checkLocation(location).isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "https://app.example/", "https://app.example/#"})
    void locationWhen256CharactersThenRefusedWhateverTheyAre(String start) {
        assertThat(BACKEND.checkLocation(start + "a".repeat(255 - start.length())))
                .isEmpty();
        assertThat(BACKEND.checkLocation(start + "a".repeat(256 - start.length()))
                        .map(Violation::problem))
                .hasValue("it has more than 255 characters");
    }
}
