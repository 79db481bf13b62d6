package io.caregate.audit.change;

import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.jpa.entities.AuthenticationExecutionEntity;
import org.keycloak.models.jpa.entities.AuthenticationFlowEntity;
import org.keycloak.models.jpa.entities.AuthenticatorConfigEntity;
import org.keycloak.models.jpa.entities.ComponentConfigEntity;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.CompositeRoleEntity;
import org.keycloak.models.jpa.entities.GroupAttributeEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.GroupRoleMappingEntity;
import org.keycloak.models.jpa.entities.IdentityProviderEntity;
import org.keycloak.models.jpa.entities.IdentityProviderMapperEntity;
import org.keycloak.models.jpa.entities.OrganizationDomainEntity;
import org.keycloak.models.jpa.entities.OrganizationEntity;
import org.keycloak.models.jpa.entities.OrganizationInvitationEntity;
import org.keycloak.models.jpa.entities.RealmAttributeEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.RealmLocalizationTextsEntity;
import org.keycloak.models.jpa.entities.RequiredActionProviderEntity;
import org.keycloak.models.jpa.entities.RequiredCredentialEntity;
import org.keycloak.models.jpa.entities.RoleAttributeEntity;
import org.keycloak.models.jpa.entities.RoleEntity;

/**
 * Realms, and everything in them that belongs to no user or client: roles, groups, providers, flows, components, texts.
 */
final class RealmRows {
    static final String LOCALIZATION = "LOCALIZATION";

    private static final String WORKFLOW = "WORKFLOW";
    private static final String WORKFLOW_PROVIDER = "org.keycloak.models.workflow.WorkflowProvider";
    private static final String WORKFLOW_STEP_PROVIDER = "org.keycloak.models.workflow.WorkflowStepProvider";

    private RealmRows() {}

    static void addTo(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(
                rows,
                RealmEntity.class,
                row -> ModelRow.thing(
                        ChangeSet.REALM, "realms/" + row.getId(), Label.of(row.getId()), row.getId(), row.getName()));
        Catalog.add(rows, RealmAttributeEntity.class, row -> realm(row.getRealm())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(rows, RequiredCredentialEntity.class, row -> realm(row.getRealm())
                .part("fields", "requiredCredentials", row.getType()));
        Catalog.add(
                rows,
                RealmLocalizationTextsEntity.class,
                row -> ModelRow.thing(
                        LOCALIZATION,
                        "localization/" + row.getLocale(),
                        Label.of(row.getRealm().getId()),
                        row.getLocale()));
        Catalog.add(rows, RoleEntity.class, RealmRows::role);
        Catalog.add(rows, RoleAttributeEntity.class, row -> role(row.getRole())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(rows, CompositeRoleEntity.class, RealmRows::composite);
        Catalog.add(rows, GroupEntity.class, RealmRows::group);
        Catalog.add(rows, GroupAttributeEntity.class, row -> group(row.getGroup())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(
                rows,
                GroupRoleMappingEntity.class,
                row -> ModelRow.link(
                        ChangeSet.ROLE_MAPPING,
                        "groups/" + row.getGroup().getId(),
                        session -> row.getGroup().getRealm(),
                        "roles",
                        row.getRoleId(),
                        Lookup.role(row.getRoleId()),
                        row.getGroup().getId()));
        addProviders(rows);
        addFlows(rows);
        addOrganizations(rows);
    }

    private static void addProviders(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(
                rows,
                IdentityProviderEntity.class,
                row -> ModelRow.thing(
                        "IDENTITY_PROVIDER",
                        "identity-provider/instances/" + row.getAlias(),
                        Label.of(row.getRealmId()),
                        row.getInternalId(),
                        row.getAlias(),
                        row.getOrganizationId()));
        Catalog.add(
                rows,
                IdentityProviderMapperEntity.class,
                row -> ModelRow.thing(
                        "IDENTITY_PROVIDER_MAPPER",
                        "identity-provider/instances/" + row.getIdentityProviderAlias() + "/mappers/" + row.getId(),
                        Label.of(row.getRealmId()),
                        row.getId(),
                        row.getIdentityProviderAlias()));
        Catalog.add(rows, ComponentEntity.class, RealmRows::component);
        Catalog.add(rows, ComponentConfigEntity.class, row -> component(row.getComponent())
                .part("config", row.getName(), row.getValue()));
    }

    private static void addFlows(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(
                rows,
                AuthenticationFlowEntity.class,
                row -> ModelRow.thing(
                        "AUTH_FLOW",
                        "authentication/flows/" + row.getId(),
                        Label.of(row.getRealm().getId()),
                        row.getId()));
        Catalog.add(
                rows,
                AuthenticationExecutionEntity.class,
                row -> ModelRow.thing(
                        "AUTH_EXECUTION",
                        "authentication/executions/" + row.getId(),
                        Label.of(row.getRealm().getId()),
                        row.getId()));
        Catalog.add(
                rows,
                AuthenticatorConfigEntity.class,
                row -> ModelRow.thing(
                        "AUTHENTICATOR_CONFIG",
                        "authentication/config/" + row.getId(),
                        Label.of(row.getRealm().getId()),
                        row.getId()));
        Catalog.add(
                rows,
                RequiredActionProviderEntity.class,
                row -> ModelRow.thing(
                        "REQUIRED_ACTION",
                        "authentication/required-actions/" + row.getAlias(),
                        Label.of(row.getRealm().getId()),
                        row.getId()));
    }

    private static void addOrganizations(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(rows, OrganizationEntity.class, RealmRows::organization);
        Catalog.add(rows, OrganizationDomainEntity.class, row -> organization(row.getOrganization())
                .part("domains", row.getName(), String.valueOf(row.isVerified())));
        Catalog.add(
                rows,
                OrganizationInvitationEntity.class,
                row -> ModelRow.thing(
                        "ORGANIZATION_INVITATION",
                        "organizations/" + row.getOrganizationId() + "/invitations/" + row.getId(),
                        session -> realmOfOrganization(session, row.getOrganizationId()),
                        row.getId(),
                        row.getOrganizationId()));
    }

    /** The realm as an owner; its name may not be loaded. */
    private static ModelRow realm(RealmEntity realm) {
        return ModelRow.thing(ChangeSet.REALM, "realms/" + realm.getId(), Label.of(realm.getId()), realm.getId());
    }

    private static ModelRow role(RoleEntity role) {
        return ModelRow.thing(
                role.isClientRole() ? "CLIENT_ROLE" : "REALM_ROLE",
                role.isClientRole()
                        ? "clients/" + role.getClientId() + "/roles/" + role.getName()
                        : "roles/" + role.getName(),
                session -> role.getRealmId(),
                role.getId(),
                role.getName());
    }

    /** The parent may be a proxy, so it is called by its id until all rows are written. */
    private static ModelRow composite(CompositeRoleEntity row) {
        RoleEntity parent = row.getParentRole();
        String child = row.getChildRole().getId();
        return ModelRow.link(
                ChangeSet.COMPOSITE,
                "roles-by-id/" + parent.getId() + "/composites",
                session -> parent.getRealmId(),
                "roles",
                child,
                Lookup.qualifiedRole(child),
                parent.getId());
    }

    private static ModelRow group(GroupEntity group) {
        return ModelRow.thing(
                "GROUP", "groups/" + group.getId(), session -> group.getRealm(), group.getId(), group.getParentId());
    }

    private static ModelRow component(ComponentEntity component) {
        Label realm = Label.of(component.getRealm().getId());
        if (WORKFLOW_PROVIDER.equals(component.getProviderType())) {
            return ModelRow.thing(WORKFLOW, "workflows/" + component.getId(), realm, component.getId());
        }
        if (WORKFLOW_STEP_PROVIDER.equals(component.getProviderType())) {
            return ModelRow.thing(WORKFLOW, "workflows/" + component.getParentId(), realm, component.getParentId())
                    .part("steps", String.valueOf(component.getProviderId()), component.getId());
        }
        return ModelRow.thing(
                "COMPONENT", "components/" + component.getId(), realm, component.getId(), component.getParentId());
    }

    private static ModelRow organization(OrganizationEntity organization) {
        return ModelRow.thing(
                "ORGANIZATION",
                "organizations/" + organization.getId(),
                session -> organization.getRealmId(),
                organization.getId());
    }

    private static @Nullable String realmOfOrganization(Session session, String id) {
        OrganizationEntity organization = session.find(OrganizationEntity.class, id);
        return organization == null ? null : organization.getRealmId();
    }
}
