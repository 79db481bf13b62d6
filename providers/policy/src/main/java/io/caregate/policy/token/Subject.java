package io.caregate.policy.token;

import io.caregate.policy.rule.RequiredRole;
import org.jspecify.annotations.Nullable;

/** The user that a token is for, as the user model has them at this moment. */
interface Subject {

    /** Keycloak's id. */
    String id();

    /** The user name; null if there is none. */
    @Nullable
    String username();

    /** The e-mail address; null if there is none. */
    @Nullable
    String email();

    /** Whether they live in their session only, under names that an identity provider has given them. */
    boolean isTransient();

    /** Whether they hold a role: directly, through a group or through a composite role. */
    boolean holds(RequiredRole role);
}
