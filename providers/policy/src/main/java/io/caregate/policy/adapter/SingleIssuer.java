package io.caregate.policy.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ResolvableSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.keycloak.OAuth2Constants;
import org.keycloak.representations.AuthorizationResponseToken;

/**
 * Writes the {@code iss} of an authorization response that is a JWT (JARM) once. Keycloak also puts its parameter of
 * RFC 9207 into the JWT, which already has the claim, and names in a JWT must be unique (RFC 7519 section 4). RFC 9207
 * section 4 leaves the parameter out. Keycloak has no SPI for it, so this is a module of its JSON mapper.
 */
final class SingleIssuer extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    // Jackson modules are never serialized.
    private final transient BooleanSupplier applies;

    private SingleIssuer(BooleanSupplier applies) {
        this.applies = applies;
    }

    /**
     * Makes a mapper write such tokens this way.
     *
     * @param applies asked for each of them, in the request that it is for
     */
    static void addTo(ObjectMapper mapper, BooleanSupplier applies) {
        mapper.registerModule(
                new SimpleModule("caregate-single-issuer").setSerializerModifier(new SingleIssuer(applies)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public JsonSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
        return bean.getBeanClass() == AuthorizationResponseToken.class
                ? new OnceWritten((JsonSerializer<AuthorizationResponseToken>) serializer, applies)
                : serializer;
    }

    private static final class OnceWritten extends StdSerializer<AuthorizationResponseToken>
            implements ResolvableSerializer {
        private static final long serialVersionUID = 1L;

        private final transient JsonSerializer<AuthorizationResponseToken> keycloaks;
        private final transient BooleanSupplier applies;

        OnceWritten(JsonSerializer<AuthorizationResponseToken> keycloaks, BooleanSupplier applies) {
            super(AuthorizationResponseToken.class);
            this.keycloaks = keycloaks;
            this.applies = applies;
        }

        @Override
        public void resolve(SerializerProvider provider) throws JsonMappingException {
            ((ResolvableSerializer) keycloaks).resolve(provider);
        }

        @Override
        public void serialize(AuthorizationResponseToken token, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            if (applies.getAsBoolean()) {
                token.getOtherClaims().remove(OAuth2Constants.ISSUER);
            }
            keycloaks.serialize(token, generator, provider);
        }
    }
}
