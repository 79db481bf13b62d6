package io.caregate.portal.request;

import io.caregate.portal.request.RequestView.Person;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The people behind ids. */
public final class UserNames {
    private final KeycloakSession session;

    public UserNames(KeycloakSession session) {
        this.session = session;
    }

    /** The user with this id; null if they are gone. */
    @Nullable
    UserModel user(String id) {
        return session.users().getUserById(session.getContext().getRealm(), id);
    }

    Person person(String id) {
        UserModel user = user(id);
        return user == null ? new Person(id, null, null) : new Person(id, user.getUsername(), name(user));
    }

    /** First and last name; the user name if there is neither. */
    public static String name(UserModel user) {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? user.getUsername() : name;
    }
}
