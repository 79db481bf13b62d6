package io.caregate.audit.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQueries;
import jakarta.persistence.NamedQuery;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.jpa.entities.RealmEntity;

/** Every entity of Keycloak is reported or left out on purpose, and so is every query that changes rows in bulk. */
class CatalogTest {
    private static final JavaClasses KEYCLOAK = new ClassFileImporter()
            .importUrl(RealmEntity.class.getProtectionDomain().getCodeSource().getLocation());

    /** Reported under the name of the entity: the predecessors of components, which Keycloak no longer writes. */
    private static final Set<String> UNDER_ITS_OWN_NAME =
            Set.of("UserFederationProviderEntity", "UserFederationMapperEntity");

    /**
     * Queries that delete, insert or change rows of a reported entity in bulk, which are not heard, and why that is not
     * a gap. The first match counts.
     */
    private static final Map<Pattern, String> BULK = Map.of(
            Pattern.compile(".*ByRealm"), "the realm goes, which is one entry",
            Pattern.compile(".*ByRealmAndLink|unlinkUsers|.*ByStorageProvider|.*ByClientStorageProvider"),
                    "a component for a user store goes, or a request to the Admin API",
            Pattern.compile(".*By(User|Role|Group|Client|ExternalClient|ClientScope|IdentityProvider|Provider"
                            + "|ResourceServer)"),
                    "what they belong to goes, which is told",
            Pattern.compile("deleteUserAttributesByNameAndUser(OtherThan)?|deleteRoleAttributesByNameAndUser"
                            + "|deleteResourceAttributesByNameAndResource"),
                    "heard from the collection of the attributes",
            Pattern.compile("deleteUserFederatedAttributesByUserAndName|deleteFederatedUserCredentialByUserAndType.*"),
                    "of external users; written again in the same call, or by the Admin API",
            Pattern.compile("deleteRoleFromComposites"), "the role goes",
            Pattern.compile("deleteSingleCompositeFromRole|deleteClientScopeClientMapping"
                            + "|deleteDefaultClientScopeRealmMapping"),
                    "by the Admin API only, which raises an event",
            Pattern.compile("addClientScopeToAllClients|grantRoleToAllUsers"), "a migration",
            Pattern.compile("removeExpired.*|deleteExpired.*|decrease.*|deleteIssuedVcs.*|deleteFederatedIssuedVcs.*"),
                    "no change: what has expired, counters, issued credentials");

    @Test
    void entityWhenKeycloakHasItThenToldOrLeftOut() {
        Map<Class<?>, Function<Object, ModelRow>> rows = new HashMap<>();
        UserRows.addTo(rows);
        ClientRows.addTo(rows);
        RealmRows.addTo(rows);
        AuthorizationRows.addTo(rows);
        Set<String> told = rows.keySet().stream().map(Class::getSimpleName).collect(Collectors.toSet());
        told.addAll(UNDER_ITS_OWN_NAME);
        told.addAll(Ignored.ENTITIES);

        assertThat(entities().map(JavaClass::getSimpleName)).containsExactlyInAnyOrderElementsOf(told);
    }

    @Test
    void queryWhenItChangesRowsInBulkThenItIsKnownWhyNothingIsMissed() {
        Set<String> unknown = new TreeSet<>();
        entities()
                .filter(entity -> !Ignored.ENTITIES.contains(entity.getSimpleName()))
                .flatMap(entity -> queries(entity.reflect()))
                .filter(CatalogTest::changes)
                .map(NamedQuery::name)
                .filter(name -> BULK.keySet().stream()
                        .noneMatch(known -> known.matcher(name).matches()))
                .forEach(unknown::add);

        assertThat(unknown).isEmpty();
    }

    private static Stream<JavaClass> entities() {
        return KEYCLOAK.stream().filter(type -> type.isAnnotatedWith(Entity.class));
    }

    private static Stream<NamedQuery> queries(Class<?> entity) {
        NamedQueries queries = entity.getAnnotation(NamedQueries.class);
        return queries == null ? Stream.of(entity.getAnnotationsByType(NamedQuery.class)) : Stream.of(queries.value());
    }

    private static boolean changes(NamedQuery query) {
        return query.query().strip().toLowerCase(Locale.ROOT).matches("(?s)(delete|update|insert)\\b.*");
    }
}
