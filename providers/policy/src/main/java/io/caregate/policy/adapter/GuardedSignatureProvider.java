package io.caregate.policy.adapter;

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

/** Keycloak's signatures; everything to be signed passes {@link SigningEnforcer} first. */
final class GuardedSignatureProvider implements SignatureProvider {

    private final SignatureProvider keycloaks;
    private final Enforcement enforcement;
    private final boolean guardsOwnKey;

    GuardedSignatureProvider(SignatureProvider keycloaks, Enforcement enforcement) {
        this(keycloaks, enforcement, true);
    }

    private GuardedSignatureProvider(SignatureProvider keycloaks, Enforcement enforcement, boolean guardsOwnKey) {
        this.keycloaks = keycloaks;
        this.enforcement = enforcement;
        this.guardsOwnKey = guardsOwnKey;
    }

    /** The same, without what is signed with the key that Keycloak itself chooses for its own use. */
    static SignatureProvider exceptItsOwnKey(SignatureProvider keycloaks, Enforcement enforcement) {
        return new GuardedSignatureProvider(keycloaks, enforcement, false);
    }

    @Override
    public SignatureSignerContext signer() {
        return guardsOwnKey ? new Signer(keycloaks.signer()) : keycloaks.signer();
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
            enforcement.guard(EnforcementPoint.SIGNING, () -> new SigningEnforcer(enforcement).check(data));
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
