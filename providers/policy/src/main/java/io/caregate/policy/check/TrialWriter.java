package io.caregate.policy.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.policy.client.DryRun;
import io.caregate.resource.ServerLog;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.AdminClientRegisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdateContext;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.storage.DatastoreProvider;
import org.keycloak.util.JsonSerialization;
import org.keycloak.validation.ValidationUtil;

/**
 * Writes as Keycloak would, in sessions of its own that are rolled back. What the guards find is what they would find
 * of the real write, since it is the same code. Of one thread.
 */
final class TrialWriter {

    private static final ServerLog LOG = ServerLog.of(TrialWriter.class);
    private static final String TASK = "caregate check";

    /** So many in one session: each query has Hibernate look through all that the session has written. */
    private static final int BATCH = 50;

    private final KeycloakSession session;
    private final AdminAuth author;
    private final Trial trial = new Trial();

    TrialWriter(KeycloakSession session, AdminAuth author) {
        this.session = session;
        this.author = author;
    }

    /** What came of everything that was tried. */
    Trial trial() {
        return trial;
    }

    /**
     * Tries clients of the request's realm: one that is new is created, one that is there is edited.
     *
     * @param byAdminApi whether new ones are created by the Admin API, and not by a partial import
     */
    void tryClients(List<ClientRepresentation> clients, boolean byAdminApi) {
        for (int from = 0; from < clients.size(); from += BATCH) {
            List<ClientRepresentation> batch = clients.subList(from, Math.min(clients.size(), from + BATCH));
            if (tryTogether(batch, byAdminApi).isPresent()) {
                // What the database refuses ends the session, so each is tried in one of its own.
                batch.forEach(client -> tryTogether(List.of(client), byAdminApi)
                        .ifPresent(unstorable -> trial.addProblem(id(client), reason(unstorable))));
            }
        }
    }

    private Optional<RuntimeException> tryTogether(List<ClientRepresentation> clients, boolean byAdminApi) {
        Map<String, String> problems = new LinkedHashMap<>();
        DryRun run;
        try {
            run = inSession(fresh -> {
                DryRun begun = DryRun.begin(fresh);
                clients.forEach(client ->
                        tryOne(fresh, client, byAdminApi).ifPresent(problem -> problems.put(id(client), problem)));
                fresh.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .flush();
                return begun;
            });
        } catch (RuntimeException unstorable) {
            LOG.debugf(unstorable, "What is tried cannot be stored clients=%d", clients.size());
            return Optional.of(unstorable);
        }
        trial.add(run);
        problems.forEach(trial::addProblem);
        return Optional.empty();
    }

    private Optional<String> tryOne(KeycloakSession fresh, ClientRepresentation client, boolean byAdminApi) {
        try {
            write(fresh, client, byAdminApi);
            return Optional.empty();
        } catch (WebApplicationException | ClientPolicyException refused) {
            return Optional.of(reason(refused));
        }
    }

    // As ClientsResource, ClientResource and the partial import of Keycloak do.
    private void write(KeycloakSession fresh, ClientRepresentation written, boolean byAdminApi)
            throws ClientPolicyException {
        RealmModel realm = fresh.getContext().getRealm();
        @Nullable ClientModel stored = realm.getClientByClientId(id(written));
        ClientModel client = stored;
        if (client != null) {
            fresh.clientPolicy().triggerOnEvent(new AdminClientUpdateContext(written, client, author));
            RepresentationToModel.updateClient(written, client, fresh);
            RepresentationToModel.updateClientProtocolMappers(written, client);
        } else if (byAdminApi) {
            fresh.clientPolicy().triggerOnEvent(new AdminClientRegisterContext(written, author));
            client = ClientManager.createClient(fresh, realm, written);
        } else {
            client = RepresentationToModel.createClient(fresh, realm, written);
        }
        if (stored != null || byAdminApi) {
            ValidationUtil.validateClient(fresh, client, stored == null, invalid -> {
                throw new BadRequestException(invalid.getAllErrorsAsString());
            });
        }
    }

    /**
     * Tries the creation of a realm with all that is in it.
     *
     * @return the realm as it would be, without its clients and users; empty if Keycloak does not create it
     */
    Optional<JsonNode> tryRealm(JsonNode realm) {
        AtomicReference<@Nullable DryRun> run = new AtomicReference<>();
        try {
            byte[] body = JsonSerialization.writeValueAsBytes(realm);
            return Optional.of(inSession(fresh -> {
                run.set(DryRun.begin(fresh));
                RealmModel created = fresh.getProvider(DatastoreProvider.class)
                        .getExportImportManager()
                        .importRealm(new ByteArrayInputStream(body));
                fresh.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .flush();
                return settings(fresh, created);
            }));
        } catch (Exception unstorable) {
            LOG.debugf(unstorable, "A realm that is tried cannot be stored");
            trial.addProblem("", reason(unstorable));
            return Optional.empty();
        } finally {
            @Nullable DryRun begun = run.get();
            if (begun != null) {
                trial.add(begun);
            }
        }
    }

    /** A realm as it is, without its clients and users. */
    static JsonNode settings(KeycloakSession session, RealmModel realm) {
        return JsonSerialization.mapper.valueToTree(ModelToRepresentation.toRepresentation(session, realm, true));
    }

    private interface Writes<T> {
        T in(KeycloakSession fresh);
    }

    private <T> T inSession(Writes<T> writes) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), session.getContext(), writes::in, TASK);
    }

    private static String id(ClientRepresentation client) {
        return Objects.requireNonNullElse(client.getClientId(), "");
    }

    private static String reason(Throwable problem) {
        if (problem instanceof ClientPolicyException refused) {
            return Objects.requireNonNullElse(refused.getErrorDetail(), refused.getError());
        }
        if (problem instanceof WebApplicationException refused
                && refused.getResponse().getEntity() instanceof Map<?, ?> body
                && body.get("error_description") instanceof String description) {
            return description;
        }
        return Objects.requireNonNullElse(
                problem.getMessage(), problem.getClass().getSimpleName());
    }
}
