package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.client.ClientReader;
import io.caregate.portal.client.ClientType;
import io.caregate.portal.client.ClientWriter;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftValidator;
import io.caregate.portal.client.ScopeChoice;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.store.HourlyQuota;
import io.caregate.portal.store.OwnedClient;
import io.caregate.portal.store.PortalStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** The steps that creating, requesting and checking share, for one developer in one transaction. */
final class Registrar {
    private final KeycloakSession session;
    private final Portal portal;
    private final Caller caller;
    private final PortalStore store;

    Registrar(KeycloakSession session, Portal portal, Caller caller) {
        this.session = session;
        this.portal = portal;
        this.caller = caller;
        this.store = new PortalStore(session);
    }

    DraftValidator check() {
        return new DraftValidator(new ScopeChoice(caller.realm()).names());
    }

    PortalStore store() {
        return store;
    }

    String user() {
        return caller.user().getId();
    }

    ClientWriter writer() {
        return ClientWriter.of(session, caller.adminAuth(), portal.hosts());
    }

    /** The caller's own client, or 404; locked if it is going to change. */
    Owned owned(String id, boolean lock) {
        return (lock ? store.lockClientOf(user(), id) : store.clientOf(user(), id))
                .flatMap(owned ->
                        Optional.ofNullable(caller.realm().getClientById(id)).map(client -> new Owned(client, owned)))
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND));
    }

    /** Counts a client that is about to be created or requested; a problem if that exceeds the limit. */
    void requireCapacity() {
        long now = portal.clock().millis();
        HourlyQuota quota = quota(now);
        if (store.used(user()) >= portal.options().mostClients()) {
            throw ProblemException.of(ProblemType.LIMIT_REACHED);
        }
        count(quota, now);
    }

    /** Counts a requested change; a problem if that exceeds the limit for this hour. */
    void requireHourlyQuota() {
        long now = portal.clock().millis();
        count(quota(now), now);
    }

    /**
     * Counts a check; a problem if that exceeds the limit for now. A check does all the work of a creation and leaves
     * no trace.
     */
    void requireRate() {
        portal.checks().count(caller.realm().getId() + "/" + user()).ifPresent(wait -> {
            throw ProblemException.tooMany(wait);
        });
    }

    private HourlyQuota quota(long now) {
        return store.lockQuota(user(), now).orElseThrow(() -> ProblemException.of(ProblemType.CONFLICT));
    }

    private void count(HourlyQuota quota, long now) {
        if (!quota.count(now, portal.options().mostAnHour())) {
            throw ProblemException.tooMany(Duration.ofMillis(quota.left(now)));
        }
    }

    /**
     * The problems with a draft: those found so far, and those from Keycloak and the rules. From now on the request's
     * transaction is rolled back.
     */
    List<FieldError> check(List<FieldError> found, Consumer<ClientWriter> writing) {
        return dryRun(found, writing, true);
    }

    private List<FieldError> dryRun(List<FieldError> found, Consumer<ClientWriter> writing, boolean quiet) {
        List<FieldError> all = new ArrayList<>(found);
        try {
            writing.accept(ClientWriter.dryRun(session, caller.adminAuth(), quiet));
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.INVALID_CLIENT) {
                throw refused;
            }
            // One problem per field is enough, and the known one about its size says more.
            refused.errors().stream()
                    .filter(error ->
                            found.stream().noneMatch(other -> other.pointer().equals(error.pointer())))
                    .forEach(all::add);
        }
        return all;
    }

    /** Refuses the input with all of its problems, and with an event; does nothing if there are none. */
    void requireValid(List<FieldError> found, Consumer<ClientWriter> writing) {
        List<FieldError> all = dryRun(found, writing, false);
        if (!all.isEmpty()) {
            throw ProblemException.of(ProblemType.INVALID_CLIENT, all);
        }
    }

    /** A client with its owner's row. */
    record Owned(ClientModel client, OwnedClient row) {
        ClientReader reader() {
            return new ClientReader(client, ClientType.of(row.kind()).orElseThrow(() -> row.damaged("KIND")));
        }

        Draft draft() {
            return reader().draft();
        }

        ClientReader.ClientView view(PortalStore store) {
            return reader().view(row.createdAt(), store.pendingChange(client.getId()));
        }
    }
}
