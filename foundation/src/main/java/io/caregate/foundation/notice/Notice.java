package io.caregate.foundation.notice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionTask;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A mail to be sent. Its texts are the messages {@code <key>Subject} and {@code <key>Body} of the realm's e-mail theme;
 * argument 0 of both is the realm's display name. It contains nothing that a user has written, since whoever could
 * write into it could send any text to its recipients in the server's name.
 *
 * @param realmId the realm by whose mail server and theme it is sent
 * @param topic what it is about: notices of one topic are sent at most once in {@code quiet}
 * @param key the beginning of the keys of its texts
 * @param link where to look, if there is a page for it
 * @param quiet how long it is quiet after a notice of the topic. What comes meanwhile is one more notice afterwards
 * @param content looked up when it is sent
 */
public record Notice(String realmId, String topic, String key, Optional<String> link, Duration quiet, Lookup content) {

    /** Looks up what is current when the notice is sent, in a transaction of its own. */
    @FunctionalInterface
    public interface Lookup {
        Content of(KeycloakSession session, RealmModel realm);
    }

    /**
     * Who gets the notice, and what it says. Without recipients it is not sent.
     *
     * @param recipients users, who read it in their language
     * @param addresses of others, who read it in the realm's
     * @param arguments of the texts, from 1 on: numbers, and texts of the pack's own
     * @param release takes back what the look-up has claimed; called if no mail could be sent
     */
    public record Content(
            List<UserModel> recipients, List<String> addresses, List<Object> arguments, KeycloakSessionTask release) {
        public Content {
            recipients = List.copyOf(recipients);
            addresses = List.copyOf(addresses);
            arguments = List.copyOf(arguments);
        }

        /** For these users. */
        public static Content of(List<UserModel> recipients, Object... arguments) {
            return new Content(recipients, List.of(), List.of(arguments), session -> {});
        }

        boolean isForNobody() {
            return recipients.isEmpty() && addresses.isEmpty();
        }

        /** No notice is needed any more. */
        public static Content none() {
            return new Content(List.of(), List.of(), List.of(), session -> {});
        }
    }

    /** Those of these users who can be sent a mail, each once, and at most so many. */
    public static List<UserModel> reachable(RealmModel realm, Stream<UserModel> users, int most) {
        return users.filter(user -> isReachable(realm, user))
                .distinct()
                .limit(most)
                .toList();
    }

    private static boolean isReachable(RealmModel realm, UserModel user) {
        String address = user.getEmail();
        return user.isEnabled()
                && user.getServiceAccountClientLink() == null
                && address != null
                && !address.isBlank()
                && (user.isEmailVerified() || !realm.isVerifyEmail());
    }
}
