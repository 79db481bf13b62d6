package io.caregate.policy.rule;

import static io.caregate.policy.rule.TestAssertions.ISSUER;
import static io.caregate.policy.rule.TestAssertions.NOW;
import static io.caregate.policy.rule.TestAssertions.RULE;
import static io.caregate.policy.rule.TestAssertions.TOKEN_ENDPOINT;
import static io.caregate.policy.rule.TestAssertions.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class ClientAssertionPropertyTest {

    @Property
    void whateverTheTimesNothingIsTakenThatOutlivesFiveMinutesAndTheSkew(
            @ForAll long expiry, @ForAll long issuedAt, @ForAll @LongRange(min = 0, max = 4_000_000_000L) long now) {
        boolean taken = RULE.check(good().expiry(expiry).issuedAt(issuedAt).facts(), now)
                .isEmpty();
        if (taken) {
            assertThat(expiry).isBetween(now + 1, now + 315);
            assertThat(issuedAt).isBetween(now - 315, now + 15);
        }
    }

    @Property
    void everyExpiryWithinFiveMinutesIsTaken(@ForAll @LongRange(min = 1, max = 300) long ahead) {
        assertThat(good().expiry(NOW + ahead).isTaken()).isTrue();
    }

    @Property
    void whatIsTakenNowWasNotTakenAfterItExpires(
            @ForAll @LongRange(min = 1, max = 315) long ahead, @ForAll @LongRange(min = 0, max = 1000) long later) {
        AssertionFacts facts = good().expiry(NOW + ahead).facts();
        assertThat(RULE.check(facts, NOW + ahead + later)).isNotEmpty();
    }

    @Property
    void noAudienceButTheTwoIsTaken(@ForAll("addresses") String audience) {
        boolean own = audience.equals(ISSUER) || audience.equals(TOKEN_ENDPOINT);
        assertThat(good().audiences(List.of(audience)).isTaken()).isEqualTo(own);
    }

    @Property
    void aSecondAudienceIsNeverTaken(@ForAll("further") List<String> more, @ForAll boolean first) {
        List<String> all = new ArrayList<>(more);
        all.add(first ? 0 : all.size(), ISSUER);
        assertThat(good().audiences(all).isTaken()).isFalse();
    }

    @Property
    void whateverIsWrittenTheTextFitsAnOAuthErrorDescription(
            @ForAll String audience, @ForAll String issuer, @ForAll String subject) {
        // RFC 6749 section 5.2: %x20-21 / %x23-5B / %x5D-7E
        assertThat(good().audiences(List.of(audience)).problem()).matches("[ !#-\\[\\]-~]*");
        assertThat(good().names(issuer, subject).problem()).matches("[ !#-\\[\\]-~]*");
    }

    @Provide
    Arbitrary<List<String>> further() {
        return addresses().list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> addresses() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        ISSUER, TOKEN_ENDPOINT, ISSUER + "/", ISSUER + "/protocol/openid-connect/ext/par/request"),
                Arbitraries.strings().ascii().ofMaxLength(5).map(tail -> ISSUER + tail),
                Arbitraries.strings().ofMaxLength(30));
    }
}
