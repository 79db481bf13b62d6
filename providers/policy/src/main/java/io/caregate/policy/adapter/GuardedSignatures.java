package io.caregate.policy.adapter;

import org.keycloak.crypto.ES256SignatureProviderFactory;
import org.keycloak.crypto.ES384SignatureProviderFactory;
import org.keycloak.crypto.ES512SignatureProviderFactory;
import org.keycloak.crypto.EdDSASignatureProviderFactory;
import org.keycloak.crypto.HS256SignatureProviderFactory;
import org.keycloak.crypto.HS384SignatureProviderFactory;
import org.keycloak.crypto.HS512SignatureProviderFactory;
import org.keycloak.crypto.PS256SignatureProviderFactory;
import org.keycloak.crypto.PS384SignatureProviderFactory;
import org.keycloak.crypto.PS512SignatureProviderFactory;
import org.keycloak.crypto.RS256SignatureProviderFactory;
import org.keycloak.crypto.RS384SignatureProviderFactory;
import org.keycloak.crypto.RS512SignatureProviderFactory;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.models.KeycloakSession;

/**
 * SPI {@code signature}: Keycloak's own factories. The guard checks everything before they sign it. Keys that are
 * shared secrets (HS256 and the like) sign what Keycloak itself reads later, such as refresh tokens and cookies, with a
 * key that it chooses itself. That passes. What is signed with a given key of this kind is a verifiable credential,
 * whose algorithm and content an administrator writes, so the guard checks it, too: Keycloak would accept it as one of
 * its own tokens.
 */
final class GuardedSignatures {

    private GuardedSignatures() {}

    /** HS256. */
    public static final class Hs256 extends HS256SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return GuardedSignatureProvider.exceptItsOwnKey(super.create(session), enforcement(session));
        }
    }

    /** HS384. */
    public static final class Hs384 extends HS384SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return GuardedSignatureProvider.exceptItsOwnKey(super.create(session), enforcement(session));
        }
    }

    /** HS512. */
    public static final class Hs512 extends HS512SignatureProviderFactory
            implements ReplacingFactory<SignatureProvider> {
        @Override
        public SignatureProvider create(KeycloakSession session) {
            return GuardedSignatureProvider.exceptItsOwnKey(super.create(session), enforcement(session));
        }
    }

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
