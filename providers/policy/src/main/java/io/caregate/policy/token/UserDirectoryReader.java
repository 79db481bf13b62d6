package io.caregate.policy.token;

import io.caregate.policy.rule.TokenSubjectRule;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The users of a realm, found as Keycloak finds them: in its cache, its database and every user storage. */
record UserDirectoryReader(KeycloakSession session, RealmModel realm) implements TokenSubjectRule.Directory {

    @Override
    public @Nullable String byId(String id) {
        return id(session.users().getUserById(realm, id));
    }

    @Override
    public @Nullable String byName(String name) {
        return id(session.users().getUserByUsername(realm, name));
    }

    @Override
    public @Nullable String byEmail(String email) {
        return id(session.users().getUserByEmail(realm, email));
    }

    @Override
    public @Nullable String byClient(String clientId) {
        ClientModel client = realm.getClientByClientId(clientId);
        return client == null || !client.isServiceAccountsEnabled()
                ? null
                : id(session.users().getServiceAccount(client));
    }

    private static @Nullable String id(@Nullable UserModel user) {
        return user == null ? null : user.getId();
    }
}
