package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(UriSamples.class)
@Domain(DomainContext.Global.class)
class UriTextPropertyTest {

    @Property
    void partsPutTogetherAreTheTextAgain(@ForAll String text) {
        UriText uri = UriText.parse(text);
        String scheme =
                uri.scheme().isEmpty() ? "" : text.substring(0, uri.scheme().length()) + ":";
        String together = scheme
                + (uri.authority() == null ? "" : "//" + uri.authority())
                + uri.path()
                + (uri.query() == null ? "" : "?" + uri.query())
                + (uri.fragment() == null ? "" : "#" + uri.fragment());
        assertThat(together).isEqualTo(text);
    }
}
