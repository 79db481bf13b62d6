package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;

@Domain(UriSamples.class)
@Domain(net.jqwik.api.domains.DomainContext.Global.class)
class RedirectUriPropertyTest {

    @Provide
    Arbitrary<RedirectUriRule> rules() {
        return Arbitraries.of(
                new RedirectUriRule(Environment.PRODUCTION, false),
                new RedirectUriRule(Environment.PRODUCTION, true),
                new RedirectUriRule(Environment.ACCEPTANCE, false),
                new RedirectUriRule(Environment.ACCEPTANCE, true));
    }

    @Provide
    Arbitrary<String> good() {
        return UriSamples.good();
    }

    @Property
    void whatTheSamplesCallGoodIsAccepted(@ForAll("rules") RedirectUriRule rule, @ForAll("good") String uri) {
        Assume.that(uri.length() <= RedirectUriRule.MOST_CHARACTERS);
        assertThat(rule.check(uri)).isEmpty();
    }

    @Property(tries = 5000)
    void whatIsAcceptedHasNothingThatAnotherParserReadsDifferently(
            @ForAll("rules") RedirectUriRule rule, @ForAll String text) {
        boolean accepted = rule.accepts(text);
        Statistics.label("accepted").collect(accepted).coverage(coverage -> coverage.check(true)
                .percentage(share -> share > 5));
        if (!accepted) {
            return;
        }
        assertThat(text).hasSizeBetween(1, 255).doesNotContain("*", "#", "\\").matches("[!-~]+");
        URI read = URI.create(text);
        UriText parsed = UriText.parse(text);
        assertThat(read.isAbsolute()).isTrue();
        assertThat(read.isOpaque()).isFalse();
        assertThat(read.getRawFragment()).isNull();
        assertThat(read.getRawUserInfo()).isNull();
        assertThat(read.getScheme()).isEqualToIgnoringCase(parsed.scheme());
        assertThat(read.getRawPath()).isEqualTo(parsed.path());
        assertThat(read.getRawQuery()).isEqualTo(parsed.query());
        assertThat(read.getRawAuthority()).isEqualTo(parsed.authority());
        assertThat(read.normalize().getRawPath()).doesNotContain("/../").doesNotContain("/./");
        if (read.getHost() != null) {
            assertThat(read.getHost()).isEqualToIgnoringCase(parsed.host());
            assertThat(read.getPort()).isEqualTo(parsed.port().isEmpty() ? -1 : Integer.parseInt(parsed.port()));
        } else if (read.getRawAuthority() != null) {
            // java.net.URI returns no host for one that RFC 952 forbids, such as one with an underscore; then there is
            // no "@".
            assertThat(read.getRawAuthority()).matches("[A-Za-z0-9._-]+(:[0-9]+)?");
        }
        switch (parsed.scheme()) {
            case "https" -> assertThat(parsed.host()).isNotEmpty();
            case "http" ->
                assertThat(parsed.host())
                        .isIn(
                                rule.environment() == Environment.ACCEPTANCE
                                        ? List.of("127.0.0.1", "[::1]", "localhost")
                                        : List.of("127.0.0.1", "[::1]"));
            default -> {
                assertThat(parsed.scheme()).contains(".");
                assertThat(rule.publicClient()).isTrue();
            }
        }
    }

    @Property
    void whatIsRegisteredMatchesItselfIfAndOnlyIfItIsAcceptable(
            @ForAll("rules") RedirectUriRule rule, @ForAll String text) {
        assertThat(rule.matches(text, List.of(text))).isEqualTo(rule.accepts(text));
    }

    @Property
    void whatIsRegisteredButNotAcceptableMatchesNothing(
            @ForAll("rules") RedirectUriRule rule, @ForAll String registered, @ForAll String requested) {
        Assume.that(!rule.accepts(registered));
        assertThat(rule.matches(requested, List.of(registered))).isFalse();
    }

    @Property
    void whatMatchesIsAcceptableItself(
            @ForAll("rules") RedirectUriRule rule,
            @ForAll String requested,
            @ForAll @Size(max = 6) List<String> registered) {
        if (rule.matches(requested, registered)) {
            assertThat(rule.accepts(requested)).isTrue();
        }
    }

    @Property
    void anHttpsUriWithOneCharacterChangedMatchesNoMore(
            @ForAll("rules") RedirectUriRule rule,
            @ForAll("good") String registered,
            @ForAll int at,
            @ForAll char other) {
        int index = Math.floorMod(at, registered.length());
        Assume.that(registered.charAt(index) != other);
        String changed = registered.substring(0, index) + other + registered.substring(index + 1);
        String longer = registered.substring(0, index) + other + registered.substring(index);
        String shorter = registered.substring(0, index) + registered.substring(index + 1);
        assertThat(rule.matches(changed, List.of(registered))).isFalse();
        assertThat(rule.matches(longer, List.of(registered))).isFalse();
        assertThat(rule.matches(shorter, List.of(registered))).isFalse();
    }

    @Property
    void anHttpsUriInOtherCaseMatchesNoMore(@ForAll("rules") RedirectUriRule rule, @ForAll("good") String registered) {
        for (String other :
                List.of(registered.toLowerCase(Locale.ROOT), registered.toUpperCase(Locale.ROOT), registered + "/")) {
            assertThat(rule.matches(other, List.of(registered))).isEqualTo(other.equals(registered));
        }
    }

    @Property
    void onlyThePortOfALoopbackUriVaries(@ForAll("rules") RedirectUriRule rule, @ForAll char port) {
        String registered = "http://127.0.0.1/cb";
        String requested = "http://127.0.0.1:" + (int) port + "/cb";
        assertThat(rule.matches(requested, List.of(registered))).isEqualTo(rule.publicClient() && port > 0);
        assertThat(rule.matches(requested + "x", List.of(registered))).isFalse();
    }

    @Property
    void whatIsRefusedIsExplained(@ForAll("rules") RedirectUriRule rule, @ForAll String text) {
        rule.check(text).ifPresent(violation -> {
            assertThat(violation.problem()).isNotBlank();
            assertThat(violation.advice()).isNotBlank();
        });
    }
}
