package io.caregate.portal.rest;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientChange;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftValidator;
import io.caregate.portal.key.ClientKeys;
import io.caregate.portal.key.KeySource;
import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.RequestView;
import io.caregate.portal.request.Requests;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** One client, for the developer who owns it; for everyone else it does not exist. */
public final class ClientResource {
    private final KeycloakSession session;
    private final Portal portal;
    private final RequestHandler handler;
    private final String id;
    private final ClientsResource clients;

    ClientResource(KeycloakSession session, Portal portal, RequestHandler handler, String id, ClientsResource clients) {
        this.session = session;
        this.portal = portal;
        this.handler = handler;
        this.id = id;
        this.clients = clients;
    }

    @GET
    public Response get() {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = registrar(caller);
            return answer(registrar, registrar.owned(id, false));
        });
    }

    /** Changes it, or requests the change if it permits more. */
    @PUT
    public Response change(@Nullable InputStream body) {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = registrar(caller);
            Registrar.Owned owned = registrar.owned(id, true);
            ClientChange change = Bodies.read(session, body, ClientChange.class);
            requireCurrent(owned);
            Draft current = owned.draft();
            DraftValidator validator = registrar.check();
            Draft wanted = validator.change(change, current);
            boolean further = !wanted.reachesNoFurtherThan(current);
            RegistrationMode mode = portal.options().registration();
            if (further && mode == RegistrationMode.ADMIN_ONLY) {
                throw ProblemException.of(ProblemType.REGISTRATION_CLOSED);
            }
            String purpose = validator.purpose(change.purpose(), further && mode == RegistrationMode.APPROVAL);
            if (further && mode == RegistrationMode.APPROVAL) {
                registrar.requireValid(validator.errors(), writer -> writer.change(owned.client(), wanted));
                return ask(caller, wanted, purpose);
            }
            if (!validator.errors().isEmpty()) {
                registrar.requireValid(validator.errors(), writer -> writer.change(owned.client(), wanted));
            }
            registrar.writer().change(owned.client(), wanted);
            return answer(registrar, owned);
        });
    }

    private Response ask(Caller caller, Draft wanted, String purpose) {
        RequestView asked = new AfterRollback(session).run(caller, (fresh, asker) -> {
            Registrar registrar = new Registrar(fresh, portal, asker);
            Registrar.Owned owned = registrar.owned(id, true);
            requireCurrent(owned);
            registrar.requireHourlyQuota();
            return new Requests(fresh, asker, portal.hosts(), portal.clock())
                    .requestChange(owned.client(), owned.reader().tag(), wanted, purpose);
        });
        return RequestHandler.json(202, asked).build();
    }

    @DELETE
    public Response delete() {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = registrar(caller);
            Registrar.Owned owned = registrar.owned(id, true);
            registrar.writer().delete(owned.client(), owned.draft());
            return RequestHandler.nothing();
        });
    }

    /** The reasons for which a change would be refused. */
    @POST
    @Path("check")
    public Response check(@QueryParam("only") @Nullable String only, @Nullable InputStream body) {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = registrar(caller);
            registrar.requireRate();
            Registrar.Owned owned = registrar.owned(id, false);
            ClientChange change = Bodies.read(session, body, ClientChange.class);
            Draft current = owned.draft();
            DraftValidator validator = registrar.check();
            Draft wanted = validator.change(change, current);
            validator.purpose(
                    change.purpose(),
                    portal.options().registration() == RegistrationMode.APPROVAL
                            && !wanted.reachesNoFurtherThan(current));
            return clients.checked(
                    registrar.check(validator.errors(), writer -> writer.change(owned.client(), wanted)), only);
        });
    }

    /** A new secret, shown once. */
    @POST
    @Path("secret")
    public Response rotateSecret() {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = registrar(caller);
            Registrar.Owned owned = registrar.owned(id, true);
            Draft current = owned.draft();
            if (current.authentication() != Authentication.SECRET) {
                throw ProblemException.of(ProblemType.NO_SECRET);
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("clientId", owned.client().getClientId());
            body.put("secret", registrar.writer().rotateSecret(owned.client(), current));
            body.put("previousValidUntil", owned.reader().previousSecretValidUntil());
            return RequestHandler.json(200, body).build();
        });
    }

    /** Replaces the keys. */
    @PUT
    @Path("keys")
    public Response replaceKeys(@Nullable InputStream body) {
        return handler.by(Roles.DEVELOPER, caller -> {
            Registrar registrar = registrar(caller);
            Registrar.Owned owned = registrar.owned(id, true);
            Draft current = owned.draft();
            if (current.authentication() != Authentication.KEYS) {
                throw ProblemException.of(ProblemType.NO_KEYS);
            }
            List<FieldError> errors = new ArrayList<>();
            ClientKeys keys = ClientKeys.read(Bodies.read(session, body, KeySource.class), "", errors)
                    .orElseThrow(() -> ProblemException.of(ProblemType.INVALID_CLIENT, errors));
            registrar.writer().replaceKeys(owned.client(), keys, current);
            return answer(registrar, owned);
        });
    }

    private Registrar registrar(Caller caller) {
        return new Registrar(session, portal, caller);
    }

    /** RFC 9110 section 13.1.1, and RFC 6585 section 3 if it is missing. */
    private void requireCurrent(Registrar.Owned owned) {
        String condition =
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.IF_MATCH);
        if (condition == null) {
            throw ProblemException.of(ProblemType.CONDITION_MISSING);
        }
        if (!condition.equals(quoted(owned))) {
            throw ProblemException.withStatus(
                    ProblemType.CLIENT_CHANGED, Response.Status.PRECONDITION_FAILED.getStatusCode());
        }
    }

    private static Response answer(Registrar registrar, Registrar.Owned owned) {
        return RequestHandler.json(200, owned.view(registrar.store()))
                .header(HttpHeaders.ETAG, quoted(owned))
                .build();
    }

    private static String quoted(Registrar.Owned owned) {
        return "\"" + owned.reader().tag() + "\"";
    }
}
