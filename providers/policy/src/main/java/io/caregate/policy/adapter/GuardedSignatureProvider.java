package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.SigningEnforcer;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.models.KeycloakSession;

/** Keycloak's signatures; everything to be signed passes {@link SigningEnforcer} first. */
final class GuardedSignatureProvider implements SignatureProvider {

    private final KeycloakSession session;
    private final SignatureProvider keycloaks;
    private final PolicyOptions options;

    GuardedSignatureProvider(KeycloakSession session, SignatureProvider keycloaks, PolicyOptions options) {
        this.session = session;
        this.keycloaks = keycloaks;
        this.options = options;
    }

    @Override
    public SignatureSignerContext signer() {
        return new Signer(keycloaks.signer());
    }

    @Override
    public SignatureSignerContext signer(KeyWrapper key) {
        return new Signer(keycloaks.signer(key));
    }

    @Override
    public SignatureVerifierContext verifier(String kid) throws VerificationException {
        return keycloaks.verifier(kid);
    }

    @Override
    public SignatureVerifierContext verifier(KeyWrapper key) throws VerificationException {
        return keycloaks.verifier(key);
    }

    @Override
    public boolean isAsymmetricAlgorithm() {
        return keycloaks.isAsymmetricAlgorithm();
    }

    @Override
    public void close() {
        keycloaks.close();
    }

    private final class Signer implements SignatureSignerContext {

        private final SignatureSignerContext signer;

        Signer(SignatureSignerContext signer) {
            this.signer = signer;
        }

        @Override
        public byte[] sign(byte[] data) {
            var realm = session.getContext().getRealm();
            new Enforcement(options).guard(session, realm, EnforcementPoint.SIGNING, () -> new SigningEnforcer(options)
                    .check(session, realm, data));
            return signer.sign(data);
        }

        @Override
        public String getKid() {
            return signer.getKid();
        }

        @Override
        public String getAlgorithm() {
            return signer.getAlgorithm();
        }

        @Override
        public String getHashAlgorithm() {
            return signer.getHashAlgorithm();
        }

        @Override
        public @Nullable List<X509Certificate> getCertificateChain() {
            return signer.getCertificateChain();
        }
    }
}
