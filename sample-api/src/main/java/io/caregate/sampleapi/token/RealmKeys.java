package io.caregate.sampleapi.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The realm's public keys (RFC 7517 section 5). An unknown key id causes the set to be fetched again, since the realm
 * may have begun to sign with a new key. If the realm does not answer, {@link RemoteKeySourceException} says so: then
 * nothing is known of the token, which differs from an invalid token.
 */
final class RealmKeys implements JWKSource<SecurityContext> {

    private final RealmDocument document;

    RealmKeys(RealmDocument document) {
        this.document = document;
    }

    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context) throws KeySourceException {
        try {
            KeptDocument known = document.current();
            List<JWK> found = wanted.select(JWKSet.parse(known.text()));
            return found.isEmpty()
                    ? wanted.select(JWKSet.parse(document.newerThan(known).text()))
                    : found;
        } catch (IOException | ParseException unreachable) {
            throw new RemoteKeySourceException("The realm's keys cannot be read", unreachable);
        }
    }
}
