package io.caregate.sampleapi.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Combines the checks of an access token: a signature of the realm by one of the algorithms that are named here, the
 * header's {@code typ}, and {@link AccessTokenClaims}. The token itself chooses neither the algorithm nor the key (RFC
 * 8725 sections 3.1 and 3.10): no shared secret, no {@code none}, no {@code jwk}, no {@code jku}.
 */
@Configuration(proxyBeanMethods = false)
final class AccessTokens {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** RFC 9068 section 4: {@code at+jwt}; Keycloak's default is {@code JWT}. */
    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> HEADER_TYPES =
            new DefaultJOSEObjectTypeVerifier<>(
                    JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    JwtDecoder accessTokenDecoder(TokenSettings settings, InstantSource clock) {
        var keys = new RealmKeys(new RealmDocument(settings.keys(), clock));
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWSTypeVerifier(HEADER_TYPES);
        // Spring Security checks claims below, in terms that it puts into the challenge.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        var times = new JwtTimestampValidator(settings.clockSkew());
        times.setClock(Clock.systemUTC());
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtIssuerValidator(settings.issuer().toString()), times, new AccessTokenClaims(settings)));
        return decoder;
    }
}
