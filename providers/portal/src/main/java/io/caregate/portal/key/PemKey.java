package io.caregate.portal.key;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One public key or certificate in PEM (RFC 7468). Only the key of a certificate matters, not its signer. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private PemKey() {}

    static PublicJwk parse(String pem) throws BadKeyException {
        if (pem.toUpperCase(Locale.ROOT).contains("PRIVATE")) {
            throw new BadKeyException("key-private");
        }
        Matcher block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw new BadKeyException("key-unreadable");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            return switch (block.group(1)) {
                case "PUBLIC KEY" -> of(publicKey(der));
                case "CERTIFICATE" ->
                    of(CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey());
                default -> throw new BadKeyException("key-unreadable");
            };
        } catch (IllegalArgumentException | GeneralSecurityException unreadable) {
            throw new BadKeyException("key-unreadable");
        }
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("no algorithm");
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException another) {
                last = another;
            }
        }
        throw last;
    }

    private static PublicJwk of(PublicKey key) throws BadKeyException {
        if (key instanceof RSAPublicKey rsa) {
            return PublicJwk.rsa(rsa);
        }
        if (key instanceof ECPublicKey ec) {
            return PublicJwk.ec(ec);
        }
        throw new BadKeyException("key-unfit");
    }
}
