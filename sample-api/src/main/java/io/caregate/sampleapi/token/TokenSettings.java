package io.caregate.sampleapi.token;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The tokens that are accepted; a value that makes no sense stops the start.
 *
 * @param issuer the realm, character for character as in its tokens ({@code iss})
 * @param reach the address at which this process reaches the realm, if not the issuer: in a network of containers
 * @param audience the required name in {@code aud}
 * @param clockSkew how far the clocks of Keycloak and of this machine may differ, up to a minute
 */
@ConfigurationProperties("caregate.api")
public record TokenSettings(
        URI issuer,
        @Nullable URI reach,
        @DefaultValue("health-api") String audience,
        @DefaultValue("5s") Duration clockSkew) {
    private static final Duration LONGEST_SKEW = Duration.ofMinutes(1);

    public TokenSettings {
        checkAddress("caregate.api.issuer", issuer);
        if (reach != null) {
            checkAddress("caregate.api.reach", reach);
        }
        if (audience.isBlank()) {
            throw new IllegalArgumentException("caregate.api.audience is empty");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(LONGEST_SKEW) > 0) {
            throw new IllegalArgumentException("caregate.api.clock-skew is from 0s to 60s, not " + clockSkew);
        }
    }

    private static void checkAddress(String name, URI address) {
        boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!http || address.getHost() == null || address.getQuery() != null || address.getFragment() != null) {
            throw new IllegalArgumentException(name + " is the http(s) address of a realm, not " + address);
        }
    }

    /** The realm's keys (RFC 7517), at Keycloak's address for them. */
    public URI keys() {
        return below("/protocol/openid-connect/certs");
    }

    /** The realm's document about SMART on FHIR. */
    public URI smartConfiguration() {
        return below("/.well-known/smart-configuration");
    }

    private URI below(String path) {
        return URI.create((reach == null ? issuer : reach) + path);
    }
}
