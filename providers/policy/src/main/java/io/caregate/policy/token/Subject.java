package io.caregate.policy.token;

import io.caregate.policy.rule.RequiredRole;
import org.jspecify.annotations.Nullable;

/** The current user of a token, according to the user model. */
interface Subject {

    /** Keycloak's id. */
    String id();

    /** The user name; null if there is none. */
    @Nullable
    String username();

    /** The e-mail address; null if there is none. */
    @Nullable
    String email();

    /** Whether they exist only in their session, under names from an identity provider. */
    boolean isTransient();

    /** Whether they hold a role: directly, through a group or through a composite role. */
    boolean holds(RequiredRole role);
}
