package io.caregate.portal.clienterror;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.provider.Spi;

/**
 * The errors of a client in the last 7 days, newest first.
 *
 * @param available whether there is a log to read
 */
public record ClientErrorList(boolean available, List<ClientError> errors) {
    private static final String SPI = "caregate-client-errors";

    public ClientErrorList {
        errors = List.copyOf(errors);
    }

    /**
     * An error: nothing about a user.
     *
     * @param time when it happened (ISO 8601)
     * @param type Keycloak's type of event
     * @param error Keycloak's code
     * @param rule the rule of the pack that was broken
     * @param redirectUri the redirect URI of the request, without its query
     * @param reason what was wrong, in English
     */
    public record ClientError(
            String time,
            String type,
            String error,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String rule,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String redirectUri,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reason) {}

    /** Whether there is a log to read. */
    public static boolean isAvailable(KeycloakSession session) {
        return log(session).isPresent();
    }

    /**
     * Reads the errors of a client. The log records the reader.
     *
     * @param client a client that is the reader's own, which the caller has checked
     */
    public static ClientErrorList of(KeycloakSession session, UserModel reader, ClientModel client) {
        return log(session)
                .map(log -> new ClientErrorList(true, read(log.apply(reader, client))))
                .orElseGet(() -> new ClientErrorList(false, List.of()));
    }

    // Both JARs know the types of Java and Keycloak, and nothing of each other.
    @SuppressWarnings("unchecked")
    private static Optional<BiFunction<UserModel, ClientModel, List<Map<String, String>>>> log(
            KeycloakSession session) {
        return session.getKeycloakSessionFactory().getSpis().stream()
                .filter(spi -> spi.getName().equals(SPI))
                .findFirst()
                .flatMap(spi -> provider(session, spi))
                .filter(BiFunction.class::isInstance)
                .map(provider -> (BiFunction<UserModel, ClientModel, List<Map<String, String>>>) provider);
    }

    private static Optional<Provider> provider(KeycloakSession session, Spi spi) {
        return Optional.ofNullable(session.getProvider(spi.getProviderClass()));
    }

    static List<ClientError> read(List<Map<String, String>> errors) {
        return errors.stream()
                .map(error -> new ClientError(
                        required(error, "time"),
                        required(error, "type"),
                        required(error, "error"),
                        error.get("rule"),
                        error.get("redirectUri"),
                        error.get("reason")))
                .toList();
    }

    private static String required(Map<String, String> error, String name) {
        String value = error.get(name);
        if (value == null) {
            throw new IllegalStateException("an error of the audit log has no " + name);
        }
        return value;
    }
}
