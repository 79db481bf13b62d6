package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
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
    public static final class Rs256 extends RS256SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** RS384. */
    public static final class Rs384 extends RS384SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** RS512. */
    public static final class Rs512 extends RS512SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** PS256. */
    public static final class Ps256 extends PS256SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** PS384. */
    public static final class Ps384 extends PS384SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** PS512. */
    public static final class Ps512 extends PS512SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** ES256. */
    public static final class Es256 extends ES256SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** ES384. */
    public static final class Es384 extends ES384SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** ES512. */
    public static final class Es512 extends ES512SignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }

    /** EdDSA. */
    public static final class Eddsa extends EdDSASignatureProviderFactory {
        private PolicyOptions options = PolicyOptions.STRICTEST;

        @Override
        public SignatureProvider create(KeycloakSession session) {
            return new GuardedSignatureProvider(session, super.create(session), options);
        }

        @Override
        public void init(Config.Scope config) {
            super.init(config);
            options = PolicyOptions.read();
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_KEYCLOAK;
        }
    }
}
