package io.caregate.sampleapi.token;

import java.util.ArrayList;
import java.util.List;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The remaining checks once signature, issuer and times are valid: that this is an access token, for this API, and a
 * bearer token. The same realm signs ID tokens, refresh tokens and logout tokens with the same key; Keycloak
 * distinguishes them by the claim {@code typ}. A token that is bound to a key (RFC 8705, RFC 9449) is not a bearer
 * token, and this API asks for no proof of that key.
 */
final class AccessTokenClaims implements OAuth2TokenValidator<Jwt> {
    private static final String INVALID_TOKEN = "invalid_token";
    private static final String ERROR_URI = "https://www.rfc-editor.org/rfc/rfc6750#section-3.1";

    private final TokenSettings settings;

    AccessTokenClaims(TokenSettings settings) {
        this.settings = settings;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        var errors = new ArrayList<OAuth2Error>();
        // getAudience is null if the claim is absent.
        List<String> audience = token.hasClaim("aud") ? token.getAudience() : List.of();
        if (!audience.contains(settings.audience())) {
            errors.add(invalid("The token is not for this API: aud does not name " + settings.audience()));
        }
        if (token.getExpiresAt() == null) {
            errors.add(invalid("The token has no exp"));
        }
        if (!"Bearer".equals(token.getClaims().get("typ"))) {
            errors.add(invalid("This is not an access token: typ is not Bearer"));
        }
        if (token.hasClaim("cnf")) {
            errors.add(invalid("The token is bound to a key and is no bearer token"));
        }
        if (!(token.getClaims().get("sub") instanceof String)) {
            errors.add(invalid("The token has no sub"));
        }
        return errors.isEmpty() ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(errors);
    }

    private static OAuth2Error invalid(String description) {
        return new OAuth2Error(INVALID_TOKEN, description, ERROR_URI);
    }
}
