package io.caregate.audit.change;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One change of the model: its resource, named as in Keycloak's admin events, and the names of the changed parts. It
 * never holds the value of a field, an attribute or a credential.
 *
 * @param realmId the realm of the resource; null where the row does not say it
 * @param resourceType a resource type of Keycloak's admin events, or {@code LOCALIZATION} or {@code WORKFLOW}
 * @param resourcePath as in an admin event, such as {@code users/…/role-mappings/realm}
 * @param details the name of the detail, and the names it lists, separated by commas
 */
public record ModelChange(
        ChangeOperation operation,
        String resourceType,
        String resourcePath,
        @Nullable String realmId,
        SortedMap<String, String> details) {}
