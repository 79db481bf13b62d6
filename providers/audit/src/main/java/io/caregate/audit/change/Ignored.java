package io.caregate.audit.change;

import java.util.Set;

/** The entities and fields that are stored but are not a change of the model, or that change all the time. */
final class Ignored {
    /**
     * Sessions, events, counters, single-use and revoked tokens, messages between nodes, the server's own state, and
     * the issuing of credentials, which events report. The consent covers its scopes.
     */
    static final Set<String> ENTITIES = Set.of(
            "AdminEventEntity",
            "AuthenticationSessionEntity",
            "ClusterEventEntity",
            "EventEntity",
            "FederatedUser",
            "FederatedUserConsentClientScopeEntity",
            "FederatedUserIssuedVerifiableCredentialEntity",
            "IssuedVerifiableCredentialEntity",
            "LoginFailureEntity",
            "MigrationModelEntity",
            "OutboxEntryEntity",
            "PersistentClientSessionEntity",
            "PersistentUserSessionEntity",
            "RevokedTokenEntity",
            "RootAuthenticationSessionEntity",
            "ServerConfigEntity",
            "SingleUseObjectEntity",
            "UserConsentClientScopeEntity",
            "WorkflowStateEntity");

    /** Times, counters, keys of the database, and the tokens of other providers, which change with each login there. */
    static final Set<String> FIELDS = Set.of(
            "clientRealmConstraint",
            "createdTimestamp",
            "emailConstraint",
            "lastModifiedTimestamp",
            "lastSync",
            "longValueHash",
            "longValueHashLowerCase",
            "registeredNodes",
            "remainingCount",
            "token",
            "updatedDate",
            "version");

    /** Parts of a component in which Keycloak notes when it last did its work. */
    static final Set<String> PARTS = Set.of("lastSync", "schedule.lastRun");

    private Ignored() {}
}
