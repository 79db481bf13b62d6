package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(UriSamples.class)
@Domain(DomainContext.Global.class)
class WebOriginPropertyTest {

    private static final RedirectUriRule REDIRECT_URIS = new RedirectUriRule(Environment.ACCEPTANCE, true);
    private static final WebOriginRule RULE = new WebOriginRule(REDIRECT_URIS);

    @Provide
    Arbitrary<String> good() {
        return UriSamples.good();
    }

    private static String originByJava(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean shown = uri.getPort() >= 0 && uri.getPort() != (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (shown ? ":" + uri.getPort() : "");
    }

    @Property(tries = 3000)
    void whatIsAcceptedIsItsOwnSerialisedOrigin(@ForAll String text) {
        if (RULE.accepts(text) && !text.equals("+") && URI.create(text).getHost() != null) {
            assertThat(text).isEqualTo(originByJava(text)).doesNotContain("*");
        }
    }

    @Property
    void theOriginOfAGoodUriIsAcceptedAndIsWhatJavaMakesOfIt(@ForAll("good") String uri) {
        Assume.that(uri.length() <= RedirectUriRule.MOST_CHARACTERS);
        String origin = originByJava(uri);
        assertThat(RULE.check(origin)).isEmpty();
        assertThat(RULE.answered(List.of("+"), List.of(uri))).containsExactly(origin);
        assertThat(RULE.accepts(uri)).isEqualTo(uri.equals(origin));
    }

    @Property
    void whatIsAnsweredIsAlwaysAcceptable(
            @ForAll @Size(max = 6) List<String> origins, @ForAll @Size(max = 6) List<String> redirectUris) {
        assertThat(RULE.answered(origins, redirectUris)).allMatch(RULE::accepts).doesNotContain("+", "*");
    }

    @Property
    void withoutPlusRedirectUrisAddNothing(
            @ForAll @Size(max = 6) List<String> origins, @ForAll @Size(max = 6) List<String> redirectUris) {
        Assume.that(!origins.contains("+"));
        assertThat(origins).containsAll(RULE.answered(origins, redirectUris));
    }
}
