package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.OriginEnforcer;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.cors.Cors;

/**
 * Keycloak's CORS answers, with the allowed origins narrowed to what is exactly registered. The origins in a token are
 * not trusted: a token may be older than the registration, and Keycloak copies a stored {@code *} into it.
 */
final class ExactCors implements Cors {

    // This is not an origin, so it equals none; an empty list would leave Keycloak's builder as permissive as before.
    private static final String NO_ORIGIN = "none";

    private final Cors stock;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    ExactCors(Cors stock, Enforcement enforcement) {
        this.stock = stock;
        this.enforcement = enforcement;
        this.session = enforcement.session();
    }

    @Override
    public Cors checkAllowedOrigins(KeycloakSession of, @Nullable ClientModel client) {
        if (client == null) {
            stock.checkAllowedOrigins(of, null);
            return this;
        }
        String origin = session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(ORIGIN_HEADER);
        Optional<Set<String>> exact = enforcement
                .in(client.getRealm())
                .decide(EnforcementPoint.CORS, Optional.empty(), () -> new OriginEnforcer(
                                enforcement, EnforcementPoint.CORS)
                        .answered(client, origin));
        if (exact.isEmpty()) {
            stock.checkAllowedOrigins(of, client);
            return this;
        }
        return allowOnly(exact.get());
    }

    @Override
    public Cors checkAllowedOrigins(@Nullable AccessToken token) {
        if (token == null || !enforced()) {
            stock.checkAllowedOrigins(token);
            return this;
        }
        ClientModel client =
                token.getIssuedFor() == null ? null : enforcement.realm().getClientByClientId(token.getIssuedFor());
        return client == null ? allowOnly(List.of()) : checkAllowedOrigins(session, client);
    }

    @Override
    public Cors checkAllowedOrigins(@Nullable List<String> origins) {
        if (origins == null || !enforced()) {
            stock.checkAllowedOrigins(origins);
            return this;
        }
        return allowOnly(
                origins.stream().filter(origin -> origin.indexOf('*') < 0).toList());
    }

    private boolean enforced() {
        return enforcement.decide(EnforcementPoint.CORS, false, () -> enforcement.enforces(RuleId.EXACT_WEB_ORIGIN));
    }

    private Cors allowOnly(Collection<String> origins) {
        stock.checkAllowedOrigins(origins.isEmpty() ? List.of(NO_ORIGIN) : List.copyOf(origins));
        return this;
    }

    @Override
    public Cors builder(ResponseBuilder builder) {
        stock.builder(builder);
        return this;
    }

    @Override
    public Cors preflight() {
        stock.preflight();
        return this;
    }

    @Override
    public Cors auth() {
        stock.auth();
        return this;
    }

    /** Of a known client, only those that it has registered: the pre-authorized code grant answers tokens to all. */
    @Override
    public Cors allowAllOrigins() {
        ClientModel client = session.getContext().getClient();
        if (client != null && enforced()) {
            return checkAllowedOrigins(session, client);
        }
        stock.allowAllOrigins();
        return this;
    }

    @Override
    public Cors allowedMethods(String... methods) {
        stock.allowedMethods(methods);
        return this;
    }

    @Override
    public Cors exposedHeaders(String... headers) {
        stock.exposedHeaders(headers);
        return this;
    }

    @Override
    public void add() {
        stock.add();
    }

    @Override
    public void close() {
        stock.close();
    }
}
