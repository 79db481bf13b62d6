package io.caregate.portal.rest;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** Reads JSON bodies strictly: a limited size, one object, no unknown or duplicate field, no guessing of types. */
final class Bodies {
    private static final int MOST_BYTES = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, texts -> {
                texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    private Bodies() {}

    /** The body as a value of this type; a {@link ProblemException} if it is not one. */
    static <T> T read(KeycloakSession session, @Nullable InputStream body, Class<T> type) {
        String sent = session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (!isJson(sent)) {
            throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        try {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw ProblemException.of(ProblemType.TOO_LARGE);
            }
            T value = JSON.readValue(bytes, type);
            if (value == null) {
                throw ProblemException.of(ProblemType.MALFORMED);
            }
            return value;
        } catch (IOException unreadable) {
            throw ProblemException.of(ProblemType.MALFORMED);
        }
    }

    /** The same, for a call that needs no body; empty if there is none. */
    static <T> Optional<T> readOptional(KeycloakSession session, @Nullable InputStream body, Class<T> type) {
        try {
            PushbackInputStream read = body == null ? null : new PushbackInputStream(body);
            int first = read == null ? -1 : read.read();
            if (read == null || first < 0) {
                return Optional.empty();
            }
            read.unread(first);
            return Optional.of(read(session, read, type));
        } catch (IOException unreadable) {
            throw ProblemException.of(ProblemType.MALFORMED);
        }
    }

    private static boolean isJson(@Nullable String type) {
        try {
            return type != null
                    && MediaType.APPLICATION_JSON_TYPE.isCompatible(MediaType.valueOf(type))
                    && !type.contains("*");
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
