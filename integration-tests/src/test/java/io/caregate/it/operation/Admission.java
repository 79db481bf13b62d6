package io.caregate.it.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.fixture.TestRealm;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A way to be admitted to an API, which an administrator can take away and give back. Each has its own user. */
enum Admission {
    /** The user has the role. */
    ROLE {
        @Override
        String holder(Admin admin, TestRealm realm) {
            return userPath(admin, realm) + ROLES;
        }
    },
    /** The user is in a group that has the role. */
    MEMBERSHIP {
        @Override
        Answer take(Admin admin, TestRealm realm) {
            return admin.delete(userPath(admin, realm) + "/groups/" + groupId(admin, realm));
        }

        @Override
        Answer give(Admin admin, TestRealm realm) {
            return admin.put(userPath(admin, realm) + "/groups/" + groupId(admin, realm), "{}");
        }
    },
    /** The group that the user is in has the role. */
    ROLE_OF_GROUP {
        @Override
        String holder(Admin admin, TestRealm realm) {
            return realm.adminPath("/groups/" + groupId(admin, realm)) + ROLES;
        }
    },
    /** The user has another role that contains it. */
    COMPOSITE {
        @Override
        String holder(Admin admin, TestRealm realm) {
            return realm.adminPath("/roles/" + CHIEF + "/composites");
        }
    },
    /** The API asks for a role that the user has. */
    REQUIREMENT {
        @Override
        Answer take(Admin admin, TestRealm realm) {
            return require(admin, realm, CHIEF);
        }

        @Override
        Answer give(Admin admin, TestRealm realm) {
            return require(admin, realm, THERAPIST);
        }

        private Answer require(Admin admin, TestRealm realm, String role) {
            ObjectNode api = (ObjectNode) admin.client(realm.name(), apiId());
            api.withObject("/attributes").put("caregate.required-roles", role);
            return admin.put(realm.adminPath("/clients/" + api.path("id").asText()), api);
        }
    };

    static final String THERAPIST = "therapist";
    private static final String ROLES = "/role-mappings/realm";
    static final String CHIEF = "chief";

    /** The path at which the role can be taken from its holder, and given back to them. */
    String holder(Admin admin, TestRealm realm) {
        throw new UnsupportedOperationException(name());
    }

    Answer take(Admin admin, TestRealm realm) {
        return admin.delete(holder(admin, realm), List.of(admin.role(realm.name(), THERAPIST)));
    }

    Answer give(Admin admin, TestRealm realm) {
        return admin.post(holder(admin, realm), List.of(admin.role(realm.name(), THERAPIST)));
    }

    /** The id of the API. */
    String apiId() {
        return "api-" + userName();
    }

    String userName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String groupName() {
        return "group-" + userName();
    }

    /** Gives the user the admission that {@link #take} can take away. */
    void arrange(Admin admin, TestRealm realm) {
        switch (this) {
            case MEMBERSHIP, ROLE_OF_GROUP -> {
                admin.post(realm.adminPath("/groups"), Map.of("name", groupName()))
                        .expect(201);
                admin.post(
                                realm.adminPath("/groups/" + groupId(admin, realm)) + ROLES,
                                List.of(admin.role(realm.name(), THERAPIST)))
                        .expect(204);
                admin.put(userPath(admin, realm) + "/groups/" + groupId(admin, realm), "{}")
                        .expect(204);
            }
            case COMPOSITE -> {
                give(admin, realm).expect(204);
                realm.grant(userName(), CHIEF);
            }
            case ROLE, REQUIREMENT -> realm.grant(userName(), THERAPIST);
        }
    }

    String userPath(Admin admin, TestRealm realm) {
        return realm.adminPath("/users/" + admin.userId(realm.name(), userName()));
    }

    String groupId(Admin admin, TestRealm realm) {
        return admin.get(realm.adminPath("/groups?exact=true&search=" + groupName()))
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }
}
