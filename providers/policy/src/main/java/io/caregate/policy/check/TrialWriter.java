package io.caregate.policy.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.client.DryRun;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
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
import org.keycloak.models.ModelException;
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
 * Writes as Keycloak would, in sessions of its own that are rolled back. The guards find what they would find in the
 * real write, since the code is the same. Used by one thread.
 */
final class TrialWriter {

    private static final ServerLog LOG = ServerLog.of(TrialWriter.class);
    private static final String TASK = "caregate check";
    private static final String NOT_STORED =
            "Keycloak cannot store it; a value is missing, too long or of another type";

    /** The most clients in one session: at each query, Hibernate checks everything that the session has written. */
    private static final int BATCH = 50;

    private static final Duration MOST_TIME = Duration.ofSeconds(60);

    private final long begun = System.nanoTime();
    private final KeycloakSession session;
    private final AdminAuth author;
    private final Trial trial = new Trial();

    TrialWriter(KeycloakSession session, AdminAuth author) {
        this.session = session;
        this.author = author;
    }

    /** The outcome of everything that was tried. */
    Trial trial() {
        return trial;
    }

    /**
     * Tries clients of the request's realm: a new one is created, an existing one is edited.
     *
     * @param byAdminApi whether new ones are created by the Admin API rather than by a partial import
     */
    void tryClients(List<ClientRepresentation> clients, boolean byAdminApi) {
        int tried = 0;
        while (tried < clients.size() && isTimeLeft()) {
            List<ClientRepresentation> batch = clients.subList(tried, Math.min(clients.size(), tried + BATCH));
            tried += tryTogether(batch, byAdminApi).isEmpty() ? batch.size() : tryEach(batch, byAdminApi);
        }
        if (tried < clients.size()) {
            trial.addProblem(
                    "",
                    (clients.size() - tried) + " clients were not tried in the " + MOST_TIME.toSeconds()
                            + " seconds that this may take; send fewer at a time");
        }
    }

    // An error of the database ends the session, so each is tried in its own session.
    private int tryEach(List<ClientRepresentation> clients, boolean byAdminApi) {
        int tried = 0;
        while (tried < clients.size() && isTimeLeft()) {
            ClientRepresentation client = clients.get(tried);
            tryTogether(List.of(client), byAdminApi)
                    .ifPresent(unstorable -> trial.addProblem(id(client), reason(unstorable)));
            tried++;
        }
        return tried;
    }

    private boolean isTimeLeft() {
        return System.nanoTime() - begun < MOST_TIME.toNanos();
    }

    private Optional<RuntimeException> tryTogether(List<ClientRepresentation> clients, boolean byAdminApi) {
        Map<String, String> problems = new LinkedHashMap<>();
        AtomicReference<@Nullable DryRun> run = new AtomicReference<>();
        try {
            inSession(fresh -> {
                run.set(DryRun.begin(fresh));
                clients.forEach(client ->
                        tryOne(fresh, client, byAdminApi).ifPresent(problem -> problems.put(id(client), problem)));
                fresh.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .flush();
                return true;
            });
        } catch (RuntimeException unstorable) {
            LOG.debugf(unstorable, "What is tried cannot be stored clients=%d", clients.size());
            if (clients.size() == 1) {
                add(run.get());
            }
            return Optional.of(unstorable);
        }
        add(run.get());
        problems.forEach(trial::addProblem);
        return Optional.empty();
    }

    private void add(@Nullable DryRun run) {
        if (run != null) {
            trial.add(run);
        }
    }

    private Optional<String> tryOne(KeycloakSession fresh, ClientRepresentation client, boolean byAdminApi) {
        try {
            write(fresh, client, byAdminApi);
            return Optional.empty();
        } catch (WebApplicationException | ClientPolicyException refused) {
            return Optional.of(reason(refused));
        }
    }

    // As Keycloak's ClientsResource, ClientResource and partial import do.
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
        if ((stored != null || byAdminApi) && !fetches(client)) {
            ValidationUtil.validateClient(fresh, client, stored == null, invalid -> {
                throw new BadRequestException(invalid.getAllErrorsAsString());
            });
        }
    }

    // The stored client may have a mapper whose address Keycloak fetches when it validates the client.
    private static boolean fetches(ClientModel client) {
        return client.getProtocolMappersStream()
                .anyMatch(mapper -> mapper.getConfig() != null
                        && !Objects.requireNonNullElse(mapper.getConfig().get(Inward.SECTOR_IDENTIFIER), "")
                                .isBlank());
    }

    /**
     * Tries to create a realm with everything in it.
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
            add(run.get());
        }
    }

    /** The current realm, without its clients and users. */
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
        boolean isForPeople = problem instanceof WebApplicationException || problem instanceof ModelException;
        return isForPeople ? Objects.requireNonNullElse(problem.getMessage(), NOT_STORED) : NOT_STORED;
    }
}
