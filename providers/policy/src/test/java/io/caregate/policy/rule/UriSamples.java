package io.caregate.policy.rule;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** URIs, near-URIs, and texts that attackers write instead of URIs. */
final class UriSamples extends DomainContextBase {

    private static final List<String> PIECES = List.of(
            "https",
            "http",
            "HTTPS",
            "javascript",
            "com.example.app",
            ":",
            "://",
            "//",
            "/",
            "\\",
            "@",
            "#",
            "?",
            "*",
            "+",
            "%",
            "%2e",
            "%2f",
            "%5c",
            "%00",
            "%2A",
            "%40",
            ".",
            "..",
            "/../",
            "/./",
            "[",
            "]",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "good.example",
            "evil.example",
            "GOOD.example",
            "localhost",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "xn--gd-fmca.example",
            "g\u043e\u043ed.example",
            "\u3002",
            "\uff0f",
            "\t",
            "\n",
            " ",
            "\u0000",
            "\ud83d",
            ":443",
            ":0",
            ":65535",
            ":65536",
            "${authBaseUrl}",
            "cb",
            "a=b&c=d",
            "user:password",
            ";",
            "<",
            "\"",
            "'",
            "_",
            "-");

    /** Anything: pieces in any order, with and without a good start, and plain noise. */
    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(9).map(parts -> String.join("", parts));
        Arbitrary<String> started = Combinators.combine(
                        Arbitraries.of("https://", "https://good.example", "http://127.0.0.1", "com.example.app:/"),
                        pieces)
                .as(String::concat);
        return Arbitraries.frequencyOf(
                        Tuple.of(3, pieces),
                        Tuple.of(5, started),
                        Tuple.of(5, confused()),
                        Tuple.of(2, good()),
                        Tuple.of(1, Arbitraries.strings()))
                .withoutEdgeCases();
    }

    /** A known confusion with one piece inserted in place of up to three characters. */
    private static Arbitrary<String> confused() {
        return Combinators.combine(
                        Arbitraries.of(UriConfusion.all()).map(UriConfusion::text),
                        Arbitraries.of(PIECES).injectNull(0.2).map(piece -> piece == null ? "" : piece),
                        Arbitraries.integers().between(0, 80),
                        Arbitraries.integers().between(0, 3))
                .as((text, piece, place, gone) -> {
                    int at = place % (text.length() + 1);
                    return text.substring(0, at) + piece + text.substring(Math.min(at + gone, text.length()));
                });
    }

    /** URIs that any client may register. */
    static Arbitrary<String> good() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withCharRange('A', 'Z')
                .ofMinLength(1)
                .ofMaxLength(10);
        Arbitrary<String> name =
                label.list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels) + ".example");
        Arbitrary<String> ipv4 =
                Arbitraries.integers().between(0, 255).list().ofSize(4).map(UriSamples::dotted);
        Arbitrary<String> address = Arbitraries.of("[::1]", "[2001:db8::1]", "[2001:db8:0:1:1:1:1:1]", "127.0.0.1");
        Arbitrary<String> host = Arbitraries.oneOf(name, ipv4, address);
        Arbitrary<String> port = Arbitraries.integers()
                .between(1, 65535)
                .map(p -> ":" + p)
                .injectNull(0.5)
                .map(p -> p == null ? "" : p);
        Arbitrary<String> segment =
                Arbitraries.strings().withChars("abcXYZ019-_~:@!$&'()+,;=").ofMaxLength(8);
        Arbitrary<String> path =
                segment.list().ofMaxSize(4).map(segments -> segments.isEmpty() ? "" : "/" + String.join("/", segments));
        Arbitrary<String> query = Arbitraries.of("", "?", "?a=b", "?a=%2A&b=/../", "?x[]=1", "?@evil.example");
        return Combinators.combine(Arbitraries.of("https://", "https://", "HTTPS://"), host, port, path, query)
                .as((scheme, h, p, rest, q) -> scheme + h + p + rest + q)
                .withoutEdgeCases();
    }

    private static String dotted(List<Integer> octets) {
        return String.join(".", octets.stream().map(String::valueOf).toList());
    }
}
