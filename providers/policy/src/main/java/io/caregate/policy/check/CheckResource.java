package io.caregate.policy.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.posture.PostureFinding;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.resource.DownloadSlots;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;
import org.keycloak.util.JsonSerialization;

/**
 * {@code POST /admin/realms/{realm}/caregate/check}: what a write would be refused for, for administrators who may
 * carry it out. The body is a client, a partial import, or a realm; that of another realm than the request's is tried
 * as a new one, at the realm of the server's administrators only. Nothing of it is stored, and no event is raised. A
 * node does {@value DownloadSlots#MOST} at a time; 429 for the next.
 */
public final class CheckResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final PolicyOptions options;
    private final DownloadSlots slots;

    public CheckResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            PolicyOptions options,
            DownloadSlots slots) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.options = options;
        this.slots = slots;
    }

    /** Tries what is in the body; 400 if it is nothing that could be written, 403 if the caller may not write it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response check(InputStream body) {
        permissions.clients().requireManage();
        Optional<JsonNode> sent = parse(body);
        if (sent.isEmpty()) {
            return badRequest("the body is no JSON object; send a client, a partial import or a realm");
        }
        JsonNode written = sent.get();
        String name = written.path("realm").asText("");
        if (written.has("clientId")) {
            return tried(writer -> clients(writer, List.of(written), true, written));
        }
        if (!name.isEmpty() && !name.equals(realm.getName())) {
            return ofOtherRealm(written, name);
        }
        if (!written.path("clients").isArray() && name.isEmpty()) {
            return badRequest("there is nothing to check; send a client, a partial import or a realm");
        }
        List<JsonNode> clients = new ArrayList<>();
        written.path("clients").forEach(clients::add);
        return tried(writer -> clients(writer, clients, false, written));
    }

    private Response ofOtherRealm(JsonNode written, String name) {
        if (!realm.getName().equals(Config.getAdminRealm()) || session.realms().getRealmByName(name) != null) {
            return badRequest("it is of another realm; send it to /admin/realms/" + name + "/caregate/check, or to "
                    + Config.getAdminRealm() + " if that realm is to be created");
        }
        AdminPermissions.realms(session, permissions.adminAuth()).requireCreateRealm();
        return tried(writer -> {
            JsonNode settings = writer.tryRealm(written).orElse(written);
            return result(name, written.path("clients").size(), writer.trial(), overlaid(settings, written), true);
        });
    }

    private interface Trying {
        Map<String, Object> with(TrialWriter writer);
    }

    private Response tried(Trying trying) {
        return slots.take(session)
                .map(place -> {
                    Map<String, Object> result = trying.with(new TrialWriter(session, permissions.adminAuth()));
                    return Response.ok(
                                    place.paced(out -> JsonSerialization.mapper
                                            .writerWithDefaultPrettyPrinter()
                                            .writeValue(out, result)),
                                    MediaType.APPLICATION_JSON_TYPE)
                            .header(HttpHeaders.CACHE_CONTROL, "no-store")
                            .build();
                })
                .orElseGet(() -> RefusalAnswers.busy(slots));
    }

    private Map<String, Object> clients(
            TrialWriter writer, List<JsonNode> nodes, boolean byAdminApi, JsonNode written) {
        List<ClientRepresentation> clients = new ArrayList<>();
        for (JsonNode node : nodes) {
            try {
                clients.add(JsonSerialization.mapper.treeToValue(node, ClientRepresentation.class));
            } catch (JacksonException unreadable) {
                writer.trial().addProblem(node.path("clientId").asText(""), unreadable.getOriginalMessage());
            }
        }
        writer.tryClients(clients, byAdminApi);
        JsonNode inTheRealm = byAdminApi
                ? JsonSerialization.mapper.createObjectNode().set("clients", array(written))
                : overlaid(
                        written.has("realm")
                                ? TrialWriter.settings(session, realm)
                                : JsonSerialization.mapper.createObjectNode(),
                        written);
        return result(realm.getName(), nodes.size(), writer.trial(), inTheRealm, options.governs(realm));
    }

    private static JsonNode array(JsonNode node) {
        return JsonSerialization.mapper.createArrayNode().add(node);
    }

    // What is written counts, and what it leaves out is as it is in the realm.
    private static JsonNode overlaid(JsonNode settings, JsonNode written) {
        ObjectNode all = JsonSerialization.mapper.createObjectNode();
        settings.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        written.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        return all;
    }

    private Map<String, Object> result(String name, int clients, Trial trial, JsonNode written, boolean governed) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("realm", name);
        result.put("governed", governed);
        result.put("refused", trial.isRefused());
        result.put("clients", clients);
        result.put("findings", trial.findings());
        result.put("storedFindings", trial.kept());
        result.put("problems", trial.problems());
        result.put(
                "posture",
                Posture.of(new JsonWritten(written), options.pinnedRoles()).stream()
                        .map(CheckResource::body)
                        .toList());
        return result;
    }

    private static Map<String, String> body(PostureFinding<?> finding) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("check", finding.check().id());
        body.put("subject", finding.subject());
        body.put("field", finding.field());
        body.put("value", finding.value());
        body.put("problem", finding.problem());
        body.put("advice", finding.advice());
        body.put("reason", finding.check().reason());
        return body;
    }

    private static Optional<JsonNode> parse(InputStream body) {
        try {
            return Optional.ofNullable(JsonSerialization.mapper.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static Response badRequest(String text) {
        return RefusalAnswers.json(Response.Status.BAD_REQUEST, "invalid_request", text);
    }
}
