package io.caregate.portal.client;

import io.caregate.portal.key.ClientKeys;
import io.caregate.portal.key.HostCheck;
import io.caregate.portal.problem.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSecretConstants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.protocol.oidc.OIDCClientSecretConfigWrapper;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.AdminClientRegisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientRegisteredContext;
import org.keycloak.services.clientpolicy.context.AdminClientUnregisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdateContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdatedContext;
import org.keycloak.services.clientpolicy.context.ClientSecretRotationContext;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.validation.ValidationUtil;

/**
 * Writes clients as Keycloak's Admin API does, with the same policies, validation and admin events, in the transaction
 * of the request. A refusal is a {@link ProblemException}; the caller must then roll the transaction back.
 */
public final class ClientWriter {
    /** Tells {@code caregate-policy.jar} that the transaction is always rolled back: no event, no metric. */
    private static final String DRY_RUN = "caregate.dry-run";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminAuth author;
    /** Null in a dry run, which looks up no host and leaves no admin event. */
    private final @Nullable HostCheck hosts;

    private final boolean approved;

    private ClientWriter(KeycloakSession session, AdminAuth author, @Nullable HostCheck hosts, boolean approved) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.author = author;
        this.hosts = hosts;
        this.approved = approved;
    }

    /**
     * A writer in the name of a developer. People who sign in to the clients that they create are asked for consent.
     */
    public static ClientWriter ofDeveloper(KeycloakSession session, AdminAuth author, HostCheck hosts) {
        return new ClientWriter(session, author, hosts, false);
    }

    /** A writer in the name of an approver, who has reviewed the client on behalf of those who sign in to it. */
    public static ClientWriter ofApprover(KeycloakSession session, AdminAuth author, HostCheck hosts) {
        return new ClientWriter(session, author, hosts, true);
    }

    /**
     * A writer that only finds out what would be refused: all its writes are rolled back with the request.
     *
     * @param quiet whether a refusal leaves no event, as for unfinished input
     */
    public static ClientWriter dryRun(KeycloakSession session, AdminAuth author, boolean quiet) {
        session.getTransactionManager().setRollbackOnly();
        session.setAttribute(DRY_RUN, quiet);
        return new ClientWriter(session, author, null, false);
    }

    /** Creates a client. */
    public ClientModel create(Draft draft) {
        requireHost(draft.keys(), "keys/");
        Refusals refusals = new Refusals(draft);
        ClientRepresentation wanted = ClientRepresentations.create(realm, draft, approved);
        ClientModel created = refusals.translate(() -> {
            trigger(new AdminClientRegisterContext(wanted, author), null);
            ClientModel client = ClientManager.createClient(session, realm, wanted);
            if (client.isServiceAccountsEnabled()) {
                new ClientManager(new RealmManager(session)).enableServiceAccount(client);
                leaveDefaultGroups(client);
            }
            validate(client, true, refusals);
            trigger(new AdminClientRegisteredContext(client, author), client);
            return client;
        });
        event(created, OperationType.CREATE, wanted);
        return created;
    }

    // Keycloak adds every new user to them; a program is not a developer just because people are.
    private void leaveDefaultGroups(ClientModel client) {
        UserModel account = session.users().getServiceAccount(client);
        realm.getDefaultGroupsStream().toList().forEach(account::leaveGroup);
    }

    /**
     * Changes what a developer may change, and leaves everything else as it is. If nobody has approved a change that
     * reaches further, people are asked for consent from now on, even if a former state of the client was approved.
     */
    public void change(ClientModel client, Draft draft) {
        ClientRepresentation wanted = ClientRepresentations.change(draft);
        Draft current = new ClientReader(session, client, draft.kind()).draft();
        if (!approved && draft.kind().signsIn() && draft.reachesFurtherThan(current)) {
            wanted.setConsentRequired(true);
        }
        update(client, wanted, draft);
        setScopes(client, Set.copyOf(draft.scopes()));
    }

    /** Gives a client other keys. */
    public void replaceKeys(ClientModel client, ClientKeys keys, Draft current) {
        requireHost(keys, "");
        update(client, ClientRepresentations.keys(keys), current);
    }

    /** Makes a new secret. The realm's own policy of secret rotation decides what happens to the old one. */
    public String rotateSecret(ClientModel client, Draft current) {
        session.setAttribute(ClientSecretConstants.CLIENT_SECRET_ROTATION_ENABLED, false);
        ClientRepresentation before = ModelToRepresentation.toRepresentation(client, session);
        String secret = new Refusals(current).translate(() -> {
            ClientPolicyContext rotation = new ClientSecretRotationContext(before, client, client.getSecret(), author);
            String made = KeycloakModelUtils.generateSecret(client);
            trigger(rotation, client);
            return made;
        });
        forgetOldSecretUnlessKept(client);
        event(client, OperationType.ACTION, null);
        return secret;
    }

    /** Deletes a client. */
    public void delete(ClientModel client, Draft current) {
        new Refusals(current).translate(() -> {
            trigger(new AdminClientUnregisterContext(client, author), client);
            return true;
        });
        event(client, OperationType.DELETE, null);
        new ClientManager(new RealmManager(session)).removeClient(realm, client);
    }

    /** A dry run looks nothing up. */
    private void requireHost(@Nullable ClientKeys keys, String at) {
        if (hosts != null) {
            hosts.require(keys, at, author.getUser().getId());
        }
    }

    private void update(ClientModel client, ClientRepresentation wanted, Draft draft) {
        session.setAttribute(ClientSecretConstants.CLIENT_SECRET_ROTATION_ENABLED, false);
        wanted.setClientId(client.getClientId());
        Refusals refusals = new Refusals(draft);
        refusals.translate(() -> {
            trigger(new AdminClientUpdateContext(wanted, client, author), client);
            RepresentationToModel.updateClient(wanted, client, session);
            validate(client, false, refusals);
            trigger(new AdminClientUpdatedContext(wanted, client, author), client);
            return true;
        });
        session.removeAttribute(ClientSecretConstants.CLIENT_SECRET_ROTATION_ENABLED);
        event(client, OperationType.UPDATE, wanted);
    }

    private void setScopes(ClientModel client, Set<String> wanted) {
        client.getClientScopes(false).forEach((name, scope) -> {
            if (!wanted.contains(name)) {
                client.removeClientScope(scope);
                event(client, scope, OperationType.DELETE);
            }
        });
        Set<String> had = Set.copyOf(client.getClientScopes(false).keySet());
        realm.getDefaultClientScopesStream(false)
                .filter(scope -> wanted.contains(scope.getName()) && !had.contains(scope.getName()))
                .toList()
                .forEach(scope -> {
                    client.addClientScope(scope, false);
                    event(client, scope, OperationType.CREATE);
                });
    }

    private void forgetOldSecretUnlessKept(ClientModel client) {
        if (!Boolean.TRUE.equals(session.getAttribute(ClientSecretConstants.CLIENT_SECRET_ROTATION_ENABLED))) {
            OIDCClientSecretConfigWrapper.fromClientModel(client).removeClientSecretRotationInfo();
        }
        session.removeAttribute(ClientSecretConstants.CLIENT_SECRET_ROTATION_ENABLED);
    }

    // Some of Keycloak's executors, such as secret rotation, read the client from the context rather than from the
    // event.
    private void trigger(ClientPolicyContext event, @Nullable ClientModel target) throws ClientPolicyException {
        ClientModel caller = session.getContext().getClient();
        session.getContext().setClient(target == null ? caller : target);
        try {
            session.clientPolicy().triggerOnEvent(event);
        } finally {
            session.getContext().setClient(caller);
        }
    }

    private void validate(ClientModel client, boolean created, Refusals refusals) {
        ValidationUtil.validateClient(session, client, created, result -> {
            throw refusals.invalid(result);
        });
    }

    private void event(ClientModel client, OperationType operation, @Nullable ClientRepresentation representation) {
        raise(ResourceType.CLIENT, operation, representation, "clients", client.getId());
    }

    private void event(ClientModel client, ClientScopeModel scope, OperationType operation) {
        raise(
                ResourceType.CLIENT_SCOPE_CLIENT_MAPPING,
                operation,
                null,
                "clients",
                client.getId(),
                "optional-client-scopes",
                scope.getId());
    }

    private void raise(
            ResourceType type, OperationType operation, @Nullable ClientRepresentation representation, String... path) {
        if (hosts != null) {
            new AdminEventBuilder(realm, author, session, session.getContext().getConnection())
                    .resource(type)
                    .operation(operation)
                    .resourcePath(path)
                    .representation(representation)
                    .success();
        }
    }
}
