package io.caregate.audit.syslog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a client. It trusts the certificates in Keycloak's truststore: Keycloak makes {@code truststore-paths} the
 * truststore of the Java process.
 */
final class ClientTls {
    private static final List<String> KEYS = List.of("EC", "RSA", "Ed25519");

    private ClientTls() {}

    /** Without a client certificate. */
    static SSLContext anonymous() throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, null, null);
        return tls;
    }

    /** With this certificate chain and its PKCS#8 key, both PEM. */
    static SSLContext withCertificate(String certificates, String key) throws GeneralSecurityException {
        return withCertificate(certificates, key, null);
    }

    /** The same, with other trust than the process's. */
    static SSLContext withCertificate(String certificates, String key, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII)))
                .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new GeneralSecurityException("no certificate");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", privateKey(key), new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), trust, null);
            return tls;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec pkcs8 = decode(base64);
        InvalidKeySpecException last = null;
        for (String algorithm : KEYS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw new GeneralSecurityException("no key of " + KEYS, last);
    }

    private static PKCS8EncodedKeySpec decode(String base64) throws GeneralSecurityException {
        try {
            return new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no PKCS#8 key in PEM", e);
        }
    }
}
