package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientSpec;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftValidator;
import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemBody;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.RequestView;
import io.caregate.portal.request.Requests;
import io.caregate.portal.store.ReadableRows;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** A developer's clients as a list, new ones, and the check of unfinished input. */
public final class ClientsResource {
    private static final int LONGEST_ONLY = 200;

    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;

    ClientsResource(KeycloakSession session, Portal portal, RequestHandler handler) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
    }

    /** All of the caller's own clients. */
    @GET
    public Response list() {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = new Registrar(session, portal, caller);
            List<?> clients = ReadableRows.views(
                    registrar.store().clientsOf(registrar.user()).stream()
                            .flatMap(row -> Optional.ofNullable(caller.realm().getClientById(row.clientUuid()))
                                    .map(client -> new Registrar.Owned(client, row))
                                    .stream()),
                    owned -> owned.view(registrar.store()));
            return RequestHandler.json(200, Map.of("clients", clients)).build();
        });
    }

    /** A new client, or a request for one. */
    @POST
    public Response create(@Nullable InputStream body) {
        return handler.by(Roles.DEVELOPER, caller -> {
            RegistrationMode mode = portal.options().registration();
            if (mode == RegistrationMode.ADMIN_ONLY) {
                throw ProblemException.of(ProblemType.REGISTRATION_CLOSED);
            }
            ClientSpec spec = Bodies.read(session, body, ClientSpec.class);
            Registrar registrar = new Registrar(session, portal, caller);
            DraftValidator validator = registrar.check();
            Draft draft = validator.create(spec);
            String purpose = validator.purpose(spec.purpose(), mode == RegistrationMode.APPROVAL);
            if (mode == RegistrationMode.APPROVAL) {
                // Looked up before anything is locked.
                portal.hosts().require(draft.keys(), "keys/");
                registrar.requireValid(validator.errors(), writer -> writer.create(draft));
                return ask(caller, draft, purpose);
            }
            if (!validator.errors().isEmpty()) {
                registrar.requireValid(validator.errors(), writer -> writer.create(draft));
            }
            return createWithRetry(caller, registrar, draft);
        });
    }

    private Response createWithRetry(Caller caller, Registrar registrar, Draft draft) {
        try {
            return created(registrar, draft);
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.CONFLICT) {
                throw refused;
            }
            return new AfterRollback(session)
                    .run(caller, (fresh, again) -> created(new Registrar(fresh, portal, again), draft));
        }
    }

    private Response created(Registrar registrar, Draft draft) {
        registrar.requireCapacity();
        ClientModel client = registrar.writer().create(draft);
        Registrar.Owned owned = new Registrar.Owned(
                client,
                registrar
                        .store()
                        .own(
                                client.getId(),
                                registrar.user(),
                                draft.kind().toString(),
                                portal.clock().millis()));
        return RequestHandler.json(
                        201,
                        withSecret(
                                owned.view(registrar.store()),
                                draft.authentication() == Authentication.SECRET ? client.getSecret() : null))
                .header(
                        HttpHeaders.LOCATION,
                        session.getContext()
                                .getUri()
                                .getAbsolutePathBuilder()
                                .path(client.getId())
                                .build())
                .build();
    }

    private Response ask(Caller caller, Draft draft, String purpose) {
        RequestView asked = new AfterRollback(session).run(caller, (fresh, asker) -> {
            new Registrar(fresh, portal, asker).requireCapacity();
            return new Requests(fresh, asker, portal.hosts(), portal.clock()).requestClient(draft, purpose);
        });
        return RequestHandler.json(202, asked)
                .header(
                        HttpHeaders.LOCATION,
                        session.getContext().getUri().getAbsolutePath().resolve("requests/" + asked.id()))
                .build();
    }

    /** The reasons for a refusal. */
    @POST
    @Path("check")
    public Response check(@QueryParam("only") @Nullable String only, @Nullable InputStream body) {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = new Registrar(session, portal, caller);
            registrar.requireRate();
            ClientSpec spec = Bodies.read(session, body, ClientSpec.class);
            DraftValidator validator = registrar.check();
            Draft draft = validator.create(spec);
            validator.purpose(spec.purpose(), portal.options().registration() == RegistrationMode.APPROVAL);
            return checked(registrar.check(validator.errors(), writer -> writer.create(draft)), only);
        });
    }

    /** One of the caller's own clients. */
    @Path("{id}")
    public ClientResource client(@PathParam("id") String id) {
        return new ClientResource(session, portal, handler, id, this);
    }

    /** The findings of a check, either all of them or only those of some fields. */
    Response checked(List<FieldError> errors, @Nullable String only) {
        if (only != null && only.length() > LONGEST_ONLY) {
            throw ProblemException.of(ProblemType.MALFORMED);
        }
        List<String> fields = only == null || only.isBlank() ? List.of() : List.of(only.split(",", -1));
        List<FieldError> shown = errors.stream()
                .filter(error -> fields.isEmpty() || fields.contains(error.field()))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("valid", errors.isEmpty());
        body.put("errors", ProblemBody.errors(shown, handler.language()));
        return RequestHandler.json(200, body).build();
    }

    /** A client with its secret, which cannot be read again. */
    static Map<String, Object> withSecret(Object client, @Nullable String secret) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("client", client);
        body.put("secret", secret);
        return body;
    }
}
