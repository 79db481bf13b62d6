package io.caregate.audit.read;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Answers the errors of a client in the last 7 days, newest first, at most {@value ClientErrors#MOST}; the first
 * argument is the reader, whom the log records. It does not ask whether they may read: the caller decides that, and has
 * made sure that the client is theirs. An error has the keys {@code time}, {@code type} and {@code error}, and where
 * there is one {@code rule}, {@code redirectUri} and {@code reason}: nothing about a user, a session or an address of
 * the network.
 *
 * <p>All types are of Java or Keycloak, so that a JAR which does not know this one can call it.
 */
public interface ClientErrorsProvider extends Provider, BiFunction<UserModel, ClientModel, List<Map<String, String>>> {
    @Override
    default void close() {}
}
