package io.caregate.portal.request;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientReader;
import io.caregate.portal.client.ClientWriter;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftValidator;
import io.caregate.portal.client.ScopeChoice;
import io.caregate.portal.client.ScopeRule;
import io.caregate.portal.key.HostCheck;
import io.caregate.portal.notice.RequestNotices;
import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.RequestView.Decision;
import io.caregate.portal.request.RequestView.Grant;
import io.caregate.portal.request.RequestView.Proposal;
import io.caregate.portal.request.RequestView.RequestedClient;
import io.caregate.portal.request.RequestView.Result;
import io.caregate.portal.store.OwnedClient;
import io.caregate.portal.store.PortalStore;
import io.caregate.portal.store.StoredRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The steps of a request. Each step leaves an admin event. A decision locks the request, so that it is made once,
 * whatever the number of nodes and approvers.
 */
public final class Requests {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Caller caller;
    private final String user;
    private final PortalStore store;
    private final HostCheck hosts;
    private final Clock clock;
    private final RegistrationMode mode;
    private final RequestEvents events;
    private final RequestNotices notices;
    private final Optional<String> portalUrl;

    /**
     * For one caller, in the session's transaction.
     *
     * @param portalUrl the address of the portal for mails, if the server has a name of its own
     */
    public Requests(
            KeycloakSession session,
            Caller caller,
            HostCheck hosts,
            Clock clock,
            RegistrationMode mode,
            RequestNotices notices,
            Optional<String> portalUrl) {
        this.session = session;
        this.realm = caller.realm();
        this.caller = caller;
        this.user = caller.user().getId();
        this.store = new PortalStore(session);
        this.hosts = hosts;
        this.clock = clock;
        this.mode = mode;
        this.events = new RequestEvents(session, caller);
        this.notices = notices;
        this.portalUrl = portalUrl;
    }

    /** The caller requests a new client. */
    public RequestView requestClient(Draft draft, String purpose) {
        return add(null, null, draft, purpose);
    }

    /** The caller requests a change to one of their clients, which is already locked. */
    public RequestView requestChange(ClientModel client, String tag, Draft draft, String purpose) {
        if (store.pendingChange(client.getId()) != null) {
            throw ProblemException.of(ProblemType.REQUEST_PENDING);
        }
        return add(client.getId(), tag, draft, purpose);
    }

    private RequestView add(@Nullable String client, @Nullable String tag, Draft draft, String purpose) {
        StoredRequest request = new StoredRequest(
                UUID.randomUUID().toString(),
                realm.getId(),
                user,
                client,
                tag,
                DraftText.of(draft),
                purpose,
                clock.millis());
        store.addRequest(request);
        events.raise(request, OperationType.CREATE);
        notices.requested(session, portalUrl);
        return view(request);
    }

    /** The caller withdraws one of their own requests. */
    public void withdraw(String id) {
        StoredRequest request = found(store.lockRequest(id));
        ProblemException.refuse(RequestRule.withdraw(request, user));
        decide(request, StoredRequest.WITHDRAWN, null);
    }

    /** The newest of the caller's own requests, at most so many. */
    public RequestPage own(int most) {
        return RequestPage.of(store.requests(user, null, 0, most + 1), most, this::view);
    }

    /** One of the caller's own requests, or 404. */
    public RequestView own(String id) {
        return view(own(store.request(id)));
    }

    /** The same, and no one else changes it until the transaction ends. */
    public StoredRequest lockOwn(String id) {
        return own(store.lockRequest(id));
    }

    private StoredRequest own(Optional<StoredRequest> request) {
        return found(request.filter(other -> RequestRule.isBy(user, other)));
    }

    /**
     * The requests of all developers, newest first, at most so many from {@code first} on.
     *
     * @param state only those in this state; null for all
     */
    public RequestPage all(@Nullable String state, int first, int most) {
        if (state != null && !StoredRequest.STATES.contains(state)) {
            throw ProblemException.of(ProblemType.MALFORMED);
        }
        return RequestPage.of(store.requests(null, state, first, most + 1), most, this::view);
    }

    /** Any request of the realm, or 404. */
    public RequestView any(String id) {
        return view(found(store.request(id)));
    }

    /**
     * The caller declines.
     *
     * @param given why, as the body states it; it is read once the request is found
     */
    public RequestView decline(String id, Supplier<@Nullable String> given) {
        found(store.request(id));
        DraftValidator validator = new DraftValidator(Set.of(), Set.of());
        String reason = validator.reason(given.get());
        if (!validator.errors().isEmpty()) {
            throw ProblemException.of(ProblemType.INVALID_CLIENT, validator.errors());
        }
        return view(told(decide(decidable(id), StoredRequest.DECLINED, reason)));
    }

    /**
     * The caller accepts: the request is checked again, and carried out.
     *
     * @param given those of the requested roles that the caller gives to the client's service account, as the body
     *     states them; it is read once the request is found
     */
    public RequestView accept(String id, Supplier<List<String>> given) {
        found(store.request(id));
        List<String> roles = given.get();
        StoredRequest request = decidable(id);
        ProblemException.refuse(RequestRule.closed(mode));
        requireDeveloper(request.requesterId());
        Draft draft = DraftText.of(request);
        ClientWriter writer = ClientWriter.ofApprover(session, caller.adminAuth(), hosts);
        requireScopes(request, draft);
        RoleGrant grant = new RoleGrant(session, caller);
        grant.require(roles, draft);
        ClientModel client;
        if (request.isCreation()) {
            client = writer.create(draft);
            store.addClient(client.getId(), request.requesterId(), draft.kind().toString(), clock.millis());
            request.created(client.getId(), draft.authentication() == Authentication.SECRET);
        } else {
            client = change(request, draft, writer);
        }
        grant.give(client, roles);
        return view(told(decide(request, StoredRequest.ACCEPTED, null)));
    }

    private StoredRequest decide(StoredRequest request, String state, @Nullable String reason) {
        request.decide(state, user, clock.millis(), reason);
        events.raise(request, OperationType.UPDATE);
        return request;
    }

    private StoredRequest told(StoredRequest request) {
        notices.decided(session, request.requesterId(), portalUrl);
        return request;
    }

    private ClientModel change(StoredRequest request, Draft draft, ClientWriter writer) {
        String uuid = request.clientUuid() == null ? "" : request.clientUuid();
        ClientModel client = store.lockClientOf(request.requesterId(), uuid)
                .map(owned -> realm.getClientById(owned.clientUuid()))
                .orElseThrow(() -> ProblemException.of(ProblemType.REQUEST_OUTDATED));
        if (!new ClientReader(session, client, draft.kind()).tag().equals(request.basedOn())) {
            throw ProblemException.of(ProblemType.REQUEST_OUTDATED);
        }
        writer.change(client, draft);
        return client;
    }

    // A realm admin may have removed one since.
    private void requireScopes(StoredRequest request, Draft draft) {
        ClientModel client = request.isCreation() ? null : realm.getClientById(String.valueOf(request.clientUuid()));
        List<String> had = client == null
                ? List.of()
                : new ClientReader(session, client, draft.kind()).draft().scopes();
        List<FieldError> refused = ScopeRule.errors(draft.kind(), draft.scopes(), new ScopeChoice(realm).names(), had);
        if (!refused.isEmpty()) {
            throw ProblemException.of(ProblemType.INVALID_CLIENT, refused);
        }
    }

    private StoredRequest decidable(String id) {
        StoredRequest request = found(store.lockRequest(id));
        ProblemException.refuse(RequestRule.decide(request, person(request.requesterId()), person(user)));
        return request;
    }

    /**
     * The person who acts through a user: who owns a client holds its secret, and with it the client's service account.
     */
    private String person(String id) {
        Set<String> seen = new HashSet<>();
        String person = id;
        while (seen.add(person)) {
            UserModel account = session.users().getUserById(realm, person);
            String client = account == null ? null : account.getServiceAccountClientLink();
            person = client == null ? person : store.ownerOf(client).orElse(person);
        }
        return person;
    }

    private static StoredRequest found(Optional<StoredRequest> request) {
        return request.orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND));
    }

    private void requireDeveloper(String id) {
        UserModel developer = new UserNames(session).user(id);
        RoleModel role = realm.getRole(Roles.DEVELOPER);
        if (developer == null || !developer.isEnabled() || role == null || !Caller.holds(developer, role)) {
            throw ProblemException.of(ProblemType.REQUESTER_GONE);
        }
    }

    private RequestView view(StoredRequest stored) {
        StoredRequest request = stored.readable();
        UserNames names = new UserNames(session);
        Draft asked = DraftText.of(request);
        ClientModel client = request.clientUuid() == null ? null : realm.getClientById(request.clientUuid());
        Optional<Draft> current = client == null || request.isCreation()
                ? Optional.empty()
                : Optional.of(new ClientReader(session, client, asked.kind()).draft());
        String decider = request.deciderId();
        Long decidedAt = request.decidedAt();
        return new RequestView(
                request.id(),
                request.isCreation() ? "create" : "change",
                request.state(),
                names.person(request.requesterId()),
                new Proposal(
                        request.purpose(),
                        RequestedClient.of(asked),
                        current.map(RequestedClient::of).orElse(null),
                        request.isPending() ? grants(asked, current, client) : List.of()),
                new Result(request.clientUuid(), client == null ? null : client.getClientId(), request.secretWaits()),
                Instant.ofEpochMilli(request.createdAt()).toString(),
                new Decision(
                        decidedAt == null
                                ? null
                                : Instant.ofEpochMilli(decidedAt).toString(),
                        decider == null ? null : names.person(decider),
                        request.reason()));
    }

    /** The roles that the service account would get, and whether this caller may give them. */
    private List<Grant> grants(Draft asked, Optional<Draft> current, @Nullable ClientModel client) {
        if (asked.roles().isEmpty()) {
            return List.of();
        }
        RoleGrant grant = new RoleGrant(session, caller);
        return asked.roles().stream()
                .filter(role ->
                        current.filter(draft -> draft.roles().contains(role)).isEmpty())
                .map(role -> new Grant(role, grant.isPermitted(role, client)))
                .toList();
    }

    /** The client that this request has created, for its requester; it is locked. */
    public Optional<OwnedClient> lockCreated(StoredRequest request) {
        String uuid = request.clientUuid();
        return uuid == null ? Optional.empty() : store.lockClientOf(request.requesterId(), uuid);
    }
}
