package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.client.ClientReader;
import io.caregate.portal.client.ClientWriter;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftCheck;
import io.caregate.portal.client.Kind;
import io.caregate.portal.client.ScopeChoice;
import io.caregate.portal.problem.FieldFlaw;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.store.OwnedClient;
import io.caregate.portal.store.Pace;
import io.caregate.portal.store.PortalStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** The steps that creating, asking and checking have in common, for one developer in one transaction. */
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

    DraftCheck check() {
        return new DraftCheck(new ScopeChoice(caller.realm()).names());
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

    /** Counts a client that is about to be created or asked for; a problem if that is one too many. */
    void requireRoom() {
        long now = portal.clock().millis();
        Pace pace = pace(now);
        if (store.used(user()) >= portal.options().mostClients()) {
            throw ProblemException.of(ProblemType.LIMIT_REACHED);
        }
        count(pace, now);
    }

    /** Counts a change that is asked for; a problem if that is one too many in this hour. */
    void requirePace() {
        long now = portal.clock().millis();
        count(pace(now), now);
    }

    /**
     * Counts a check; a problem if that is one too many for now. A check does all the work of a creation and leaves no
     * trace.
     */
    void requireCalm() {
        portal.checks().count(caller.realm().getId() + "/" + user()).ifPresent(wait -> {
            throw ProblemException.tooMany(wait);
        });
    }

    private Pace pace(long now) {
        return store.lockPace(user(), now).orElseThrow(() -> ProblemException.of(ProblemType.CONFLICT));
    }

    private void count(Pace pace, long now) {
        if (!pace.count(now, portal.options().mostAnHour())) {
            throw ProblemException.tooMany(Duration.ofMillis(pace.left(now)));
        }
    }

    /** Where the keys come from an address, it must be a public one; looked up before anything is locked. */
    void requireHost(Draft draft) {
        String url = draft.keys() == null ? null : draft.keys().jwksUrl();
        if (url != null) {
            portal.hosts().flaw(url).ifPresent(code -> {
                throw ProblemException.of(ProblemType.INVALID_CLIENT, List.of(FieldFlaw.of("keys/jwksUrl", code)));
            });
        }
    }

    /**
     * What is wrong with a draft: what was found so far, and what Keycloak and the rules say. The request's transaction
     * is rolled back from now on.
     */
    List<FieldFlaw> check(List<FieldFlaw> found, Consumer<ClientWriter> writing) {
        return dryRun(found, writing, true);
    }

    private List<FieldFlaw> dryRun(List<FieldFlaw> found, Consumer<ClientWriter> writing, boolean quiet) {
        List<FieldFlaw> all = new ArrayList<>(found);
        try {
            writing.accept(ClientWriter.dryRun(session, caller.adminAuth(), quiet));
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.INVALID_CLIENT) {
                throw refused;
            }
            // One flaw at a place is enough, and what is known of its size says more.
            refused.flaws().stream()
                    .filter(flaw ->
                            found.stream().noneMatch(other -> other.pointer().equals(flaw.pointer())))
                    .forEach(all::add);
        }
        return all;
    }

    /** Refuses what was sent with all that is wrong with it, and with an event; nothing happens if that is nothing. */
    void requireGood(List<FieldFlaw> found, Consumer<ClientWriter> writing) {
        List<FieldFlaw> all = dryRun(found, writing, false);
        if (!all.isEmpty()) {
            throw ProblemException.of(ProblemType.INVALID_CLIENT, all);
        }
    }

    /** A client with its owner's row. */
    record Owned(ClientModel client, OwnedClient row) {
        ClientReader reader() {
            return new ClientReader(client, Kind.of(row.kind()).orElseThrow(() -> row.damaged("KIND")));
        }

        Draft draft() {
            return reader().draft();
        }

        ClientReader.ClientView view(PortalStore store) {
            return reader().view(row.createdAt(), store.pendingChange(client.getId()));
        }
    }
}
