package io.caregate.it.policy;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Chromium;
import io.caregate.it.fixture.Needs;
import io.caregate.policy.rule.Environment;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.RedirectUriRule;
import io.caregate.policy.rule.WebOriginRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A URI that the rules accept opens in a browser at exactly the origin that is written, with nothing added or removed.
 * Needs no server. The texts follow from a seed, which {@code -Dcaregate.seed} sets.
 */
@Needs(CHROMIUM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChromiumResolutionIT {
    private static final long SEED = Long.getLong("caregate.seed", 8252);
    private static final int CANDIDATES = 12_000;
    private static final int BATCH = 1_000;

    /** Of all clients, the kind that may register most. */
    private static final RedirectUriRule RULE = new RedirectUriRule(Environment.ACCEPTANCE, true, HostList.ANY);

    private static final Pattern URI = Pattern.compile("([^:]+):(//[^/?#]*)?([^?#]*)([?][^#]*)?");
    private static final String SCRIPT = """
            return arguments[0].map(text => {
              try {
                const url = new URL(text);
                return [url.origin, url.href, url.username + url.password + url.hash];
              } catch (refused) {
                return ['no URL', '', ''];
              }
            });
            """;

    private Chromium chromium;

    @BeforeAll
    void start() {
        chromium = Chromium.start();
        chromium.open("about:blank");
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void redirectUriWhenAcceptedThenChromiumOpensWhatIsWritten() {
        List<String> accepted = candidates().stream().filter(RULE::accepts).toList();
        List<String> differences = new ArrayList<>();
        resolve(accepted, (uri, read) -> {
            List<String> written = List.of(origin(uri), href(uri), "");
            if (!read.equals(written)) {
                differences.add(uri + " is written as " + written + " and read as " + read);
            }
        });

        assertNone(differences, accepted.size());
        assertThat(accepted).as("so many that it says something").hasSizeGreaterThan(3_000);
    }

    @Test
    void webOriginWhenAcceptedThenChromiumSendsIt() {
        WebOriginRule rule = new WebOriginRule(RULE);
        List<String> accepted = candidates().stream()
                .flatMap(text -> RULE.accepts(text) ? Stream.of(text, origin(text)) : Stream.of(text))
                .filter(text -> rule.accepts(text) && !text.equals(WebOriginRule.OF_REDIRECT_URIS))
                .distinct()
                .toList();
        List<String> differences = new ArrayList<>();
        resolve(accepted, (origin, read) -> {
            if (!read.get(0).equals(origin)) {
                differences.add(origin + " is read as " + read);
            }
        });

        assertNone(differences, accepted.size());
        assertThat(accepted).as("so many that it says something").hasSizeGreaterThan(500);
    }

    private static Set<String> candidates() {
        return new UriCandidates(SEED).take(CANDIDATES);
    }

    private static void assertNone(List<String> differences, int of) {
        assertThat(String.join("\n", differences))
                .as("%d differences in %d texts with seed %d", differences.size(), of, SEED)
                .isEmpty();
    }

    private void resolve(List<String> texts, Reading reading) {
        System.out.printf("%d texts, seed %d%n", texts.size(), SEED);
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<String> batch = texts.subList(from, Math.min(from + BATCH, texts.size()));
            List<?> answers = (List<?>) chromium.evaluate(SCRIPT, batch);
            for (int i = 0; i < batch.size(); i++) {
                reading.of(
                        batch.get(i),
                        ((List<?>) answers.get(i)).stream().map(String::valueOf).toList());
            }
        }
    }

    // Read off the text, without the rule's own parser.
    private static String origin(String uri) {
        Matcher parts = parts(uri);
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        return isOfTheWeb(scheme) ? scheme + ":" + authority(scheme, parts.group(2)) : "null";
    }

    /** The form of the URI after WHATWG URL: lower case in scheme and host, no default port, a path, %27 in a query. */
    private static String href(String uri) {
        Matcher parts = parts(uri);
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String query = parts.group(4) == null ? "" : parts.group(4).replace("'", "%27");
        if (!isOfTheWeb(scheme)) {
            String address = (parts.group(2) == null ? "" : parts.group(2)) + parts.group(3);
            return scheme + ":" + address + query;
        }
        String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
        return scheme + ":" + authority(scheme, parts.group(2)) + path + query;
    }

    private static Matcher parts(String uri) {
        Matcher parts = URI.matcher(uri);
        assertThat(parts.matches()).as(uri).isTrue();
        return parts;
    }

    private static boolean isOfTheWeb(String scheme) {
        return scheme.equals("https") || scheme.equals("http");
    }

    private static String authority(String scheme, String written) {
        String authority = written.toLowerCase(Locale.ROOT);
        String port = scheme.equals("https") ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }

    private interface Reading {
        void of(String text, List<String> read);
    }
}
