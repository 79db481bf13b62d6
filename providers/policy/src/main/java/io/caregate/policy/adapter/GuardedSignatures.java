package io.caregate.policy.adapter;

import org.keycloak.crypto.ES256SignatureProviderFactory;
import org.keycloak.crypto.ES384SignatureProviderFactory;
import org.keycloak.crypto.ES512SignatureProviderFactory;
import org.keycloak.crypto.EdDSASignatureProviderFactory;
import org.keycloak.crypto.PS256SignatureProviderFactory;
import org.keycloak.crypto.PS384SignatureProviderFactory;
import org.keycloak.crypto.PS512SignatureProviderFactory;
import org.keycloak.crypto.RS256SignatureProviderFactory;
import org.keycloak.crypto.RS384SignatureProviderFactory;
import org.keycloak.crypto.RS512SignatureProviderFactory;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.models.KeycloakSession;

/**
 * SPI {@code signature}: Keycloak's own factories of the algorithms that an API can verify with a public key. The guard
 * checks everything before they sign it. Keys that are shared secrets (HS256 and the like) sign only what Keycloak
 * itself reads later.
 */
final class GuardedSignatures {

    private GuardedSignatures() {}

    /** RS256. */
    public static final class Rs256 extends RS256SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** RS384. */
    public static final class Rs384 extends RS384SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** RS512. */
    public static final class Rs512 extends RS512SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** PS256. */
    public static final class Ps256 extends PS256SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** PS384. */
    public static final class Ps384 extends PS384SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** PS512. */
    public static final class Ps512 extends PS512SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** ES256. */
    public static final class Es256 extends ES256SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** ES384. */
    public static final class Es384 extends ES384SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** ES512. */
    public static final class Es512 extends ES512SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }

    /** EdDSA. */
    public static final class Eddsa extends EdDSASignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(super.create(session), enforcement(session));
        }
    }
}
