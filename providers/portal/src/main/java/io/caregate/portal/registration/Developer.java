package io.caregate.portal.registration;

import io.caregate.portal.access.Caller;
import io.caregate.portal.client.ClientWriter;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftValidator;
import io.caregate.portal.client.ProtectedApis;
import io.caregate.portal.client.ScopeChoice;
import io.caregate.portal.clienterror.ClientErrorList;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.Requests;
import io.caregate.portal.store.HourlyQuota;
import io.caregate.portal.store.OwnedClient;
import io.caregate.portal.store.PortalStore;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** A developer in one transaction: their clients, their limits, and what writes in their name. */
final class Developer {
    private final KeycloakSession session;
    private final RegistrationContext context;
    private final Caller caller;
    private final PortalStore store;
    private final String id;

    Developer(KeycloakSession session, RegistrationContext context, Caller caller) {
        this.session = session;
        this.context = context;
        this.caller = caller;
        this.store = new PortalStore(session);
        this.id = caller.user().getId();
    }

    Caller caller() {
        return caller;
    }

    PortalStore store() {
        return store;
    }

    RegistrationRule rule() {
        return context.rule();
    }

    DraftValidator validator() {
        return new DraftValidator(
                new ScopeChoice(caller.realm()).names(), new ProtectedApis(caller.realm()).serviceRoles());
    }

    ClientWriter writer() {
        return ClientWriter.ofDeveloper(session, caller.adminAuth(), context.hosts());
    }

    DryRun dryRun() {
        return new DryRun(session, caller.adminAuth());
    }

    Requests requests() {
        return context.requests(session, caller);
    }

    /** Runs in a transaction of its own, committed when it returns; the request's own one is rolled back. */
    <T> T inNewTransaction(Function<Developer, T> work) {
        return new NewTransaction(session)
                .run(caller, (fresh, again) -> work.apply(new Developer(fresh, context, again)));
    }

    /** All of their clients, newest first. */
    Stream<RegisteredClient> clients() {
        return store.clientsOf(id).stream().flatMap(row -> registered(row).stream());
    }

    /** One of their clients, or 404. */
    RegisteredClient client(String uuid) {
        return found(store.clientOf(id, uuid));
    }

    /** The same, and no one else changes it through the portal until the transaction ends. */
    RegisteredClient lockClient(String uuid) {
        return found(store.lockClientOf(id, uuid));
    }

    /** The errors of one of their clients. */
    ClientErrorList errorsOf(RegisteredClient client) {
        return ClientErrorList.of(session, caller.user(), client.model());
    }

    private RegisteredClient found(Optional<OwnedClient> row) {
        return row.flatMap(this::registered).orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND));
    }

    private Optional<RegisteredClient> registered(OwnedClient row) {
        return Optional.ofNullable(caller.realm().getClientById(row.clientUuid()))
                .map(client -> new RegisteredClient(session, client, row));
    }

    /** Makes them the owner of a client. */
    RegisteredClient addClient(ClientModel client, String kind) {
        return new RegisteredClient(
                session,
                client,
                store.addClient(client.getId(), id, kind, context.clock().millis()));
    }

    /** The address of a draft's keys, if they come from one, must be a public one. */
    void requireHost(Draft draft) {
        context.hosts().require(draft.keys(), "keys/", id);
    }

    /** Counts a client that is about to be created or requested; a problem if that exceeds a limit. */
    void countClient() {
        long now = context.clock().millis();
        HourlyQuota quota = lockQuota(now);
        rule().countClient(quota, store.clientCount(id), now);
    }

    /** Counts a requested change; a problem if that exceeds the limit for this hour. */
    void countChange() {
        long now = context.clock().millis();
        rule().countChange(lockQuota(now), now);
    }

    private HourlyQuota lockQuota(long now) {
        return store.lockQuota(id, now).orElseThrow(() -> ProblemException.of(ProblemType.CONFLICT));
    }

    /**
     * Counts a check; a problem if that exceeds the limit for now. A check, and a client or a change that is refused,
     * do all the work of a creation and leave nothing that another limit counts.
     */
    void countCheck() {
        context.checks().count(caller.realm().getId() + "/" + id).ifPresent(wait -> {
            throw ProblemException.tooMany(wait);
        });
    }
}
