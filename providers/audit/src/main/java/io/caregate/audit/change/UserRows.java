package io.caregate.audit.change;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.FederatedIdentityEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserConsentEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserGroupMembershipEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;
import org.keycloak.models.jpa.entities.UserRoleMappingEntity;
import org.keycloak.storage.jpa.entity.BrokerLinkEntity;
import org.keycloak.storage.jpa.entity.FederatedUserAttributeEntity;
import org.keycloak.storage.jpa.entity.FederatedUserConsentEntity;
import org.keycloak.storage.jpa.entity.FederatedUserCredentialEntity;
import org.keycloak.storage.jpa.entity.FederatedUserGroupMembershipEntity;
import org.keycloak.storage.jpa.entity.FederatedUserRequiredActionEntity;
import org.keycloak.storage.jpa.entity.FederatedUserRoleMappingEntity;

/** Users, local and federated, and everything that belongs to them. */
final class UserRows {
    private static final String USER = "USER";
    /** Counters of one-time passwords and passkeys go up with each login. */
    private static final Pattern COUNTER = Pattern.compile("\"counter\"\\s*:\\s*\\d+");

    private UserRows() {}

    static void addTo(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(rows, UserEntity.class, UserRows::user);
        Catalog.add(rows, UserAttributeEntity.class, row -> user(row.getUser())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(rows, UserRequiredActionEntity.class, row -> user(row.getUser())
                .part("required_actions", row.getAction(), ""));
        Catalog.add(rows, CredentialEntity.class, row -> user(row.getUser())
                .part(
                        "credentials",
                        row.getType(),
                        credential(row.getSecretData(), row.getCredentialData(), row.getUserLabel(), row.getId())));
        Catalog.add(rows, FederatedIdentityEntity.class, row -> user(row.getUser())
                .part("identity_providers", row.getIdentityProvider(), row.getUserId()));
        Catalog.add(rows, UserConsentEntity.class, row -> user(row.getUser())
                .part(
                        "consents",
                        consented(row.getClientId(), row.getExternalClientId()),
                        updated(row.getLastUpdatedDate())));
        Catalog.add(rows, UserRoleMappingEntity.class, row -> role(user(row.getUser()), row.getRoleId()));
        Catalog.add(rows, UserGroupMembershipEntity.class, row -> group(user(row.getUser()), row.getGroupId()));

        Catalog.add(rows, FederatedUserAttributeEntity.class, row -> user(row.getUserId(), row.getRealmId())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(rows, FederatedUserRequiredActionEntity.class, row -> user(row.getUserId(), row.getRealmId())
                .part("required_actions", row.getAction(), ""));
        Catalog.add(rows, FederatedUserCredentialEntity.class, row -> user(row.getUserId(), row.getRealmId())
                .part(
                        "credentials",
                        row.getType(),
                        credential(row.getSecretData(), row.getCredentialData(), row.getUserLabel(), row.getId())));
        Catalog.add(rows, BrokerLinkEntity.class, row -> user(row.getUserId(), row.getRealmId())
                .part("identity_providers", row.getIdentityProvider(), row.getBrokerUserId()));
        Catalog.add(rows, FederatedUserConsentEntity.class, row -> user(row.getUserId(), row.getRealmId())
                .part(
                        "consents",
                        consented(row.getClientId(), row.getExternalClientId()),
                        updated(row.getLastUpdatedDate())));
        Catalog.add(
                rows,
                FederatedUserRoleMappingEntity.class,
                row -> role(user(row.getUserId(), row.getRealmId()), row.getRoleId()));
        Catalog.add(
                rows,
                FederatedUserGroupMembershipEntity.class,
                row -> group(user(row.getUserId(), row.getRealmId()), row.getGroupId()));
        if (VerifiableCredentialRows.exist()) {
            VerifiableCredentialRows.addTo(rows);
        }
    }

    static ModelRow user(UserEntity user) {
        return ModelRow.thing(USER, "users/" + user.getId(), session -> user.getRealmId(), user.getId());
    }

    static ModelRow user(String id, String realmId) {
        return ModelRow.thing(USER, "users/" + id, Label.of(realmId), id);
    }

    private static ModelRow role(ModelRow user, String roleId) {
        return ModelRow.link(
                ChangeSet.ROLE_MAPPING,
                user.path(),
                user.realm(),
                "roles",
                roleId,
                Lookup.role(roleId),
                user.idents().toArray(new String[0]));
    }

    private static ModelRow group(ModelRow user, String groupId) {
        return ModelRow.link(
                "GROUP_MEMBERSHIP",
                user.path() + "/groups/" + groupId,
                user.realm(),
                "groups",
                groupId,
                Lookup.group(groupId),
                user.idents().toArray(new String[0]));
    }

    /** The identifying parts of a credential, without its counter. */
    static String credential(
            @Nullable String secret, @Nullable String data, @Nullable String label, @Nullable String id) {
        return Objects.hash(withoutCounter(secret), withoutCounter(data), label) + "/" + id;
    }

    private static String withoutCounter(@Nullable String json) {
        return json == null ? "" : COUNTER.matcher(json).replaceAll("");
    }

    private static String consented(@Nullable String clientId, @Nullable String external) {
        return clientId == null || clientId.equals("external") ? Objects.toString(external, "") : clientId;
    }

    private static String updated(@Nullable Long date) {
        return Objects.toString(date);
    }
}
