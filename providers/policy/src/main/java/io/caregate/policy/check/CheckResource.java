package io.caregate.policy.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.foundation.http.DownloadSlots;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.posture.PostureFinding;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.StorableText;
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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;
import org.keycloak.util.JsonSerialization;

/**
 * {@code POST /admin/realms/{realm}/caregate/check}: the reasons for which a write would be refused, for administrators
 * who may carry it out. The body is a client, a partial import, or a realm. A realm other than the request's is tried
 * as a new one, only in the realm of the server's administrators. Nothing of it is stored, and no event is raised. A
 * node runs {@value DownloadSlots#MOST} at a time; 429 for the next.
 */
public final class CheckResource {

    /** Some seconds of work, and less than a minute on a busy server. */
    private static final int MOST_CLIENTS = 5_000;

    private static final int LONGEST_NAME = StorableText.COLUMN;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final Enforcement enforcement;
    private final DownloadSlots slots;

    public CheckResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            Enforcement enforcement,
            DownloadSlots slots) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.enforcement = enforcement.in(realm);
        this.slots = slots;
    }

    /** Tries what is in the body; 400 if it cannot be written at all, 403 if the caller may not write it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response check(InputStream body) {
        permissions.clients().requireManage();
        return slots.take(session)
                .map(place -> {
                    Map<String, Object> result = tried(parse(body));
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

    private Map<String, Object> tried(JsonNode written) {
        if (written.has("clientId")) {
            return clients(List.of(written), true, written);
        }
        JsonNode clients = written.path("clients");
        JsonNode name = written.path("realm");
        if ((!clients.isMissingNode() && !clients.isArray()) || (!name.isMissingNode() && !name.isTextual())) {
            throw badRequest("realm must be a text and clients a list; send a client, a partial import or a realm");
        }
        if (clients.isMissingNode() && name.isMissingNode()) {
            throw badRequest("there is nothing to check; send a client, a partial import or a realm");
        }
        if (clients.size() > MOST_CLIENTS) {
            throw badRequest("it has more than " + MOST_CLIENTS + " clients; send fewer at a time");
        }
        if (name.isTextual() && !name.asText().equals(realm.getName())) {
            return realm(written, name.asText());
        }
        List<JsonNode> each = new ArrayList<>();
        clients.forEach(each::add);
        return clients(each, false, written);
    }

    private Map<String, Object> realm(JsonNode written, String name) {
        Optional<String> unstorable = StorableText.problem(name, LONGEST_NAME);
        if (unstorable.isPresent()) {
            throw badRequest("realm: " + unstorable.get());
        }
        if (!realm.getName().equals(Config.getAdminRealm()) || session.realms().getRealmByName(name) != null) {
            throw badRequest("it is of another realm; send it to /admin/realms/" + name + "/caregate/check, or to "
                    + Config.getAdminRealm() + " if that realm is to be created");
        }
        AdminPermissions.realms(session, permissions.adminAuth()).requireCreateRealm();
        TrialWriter writer = new TrialWriter(session, permissions.adminAuth());
        JsonNode settings = writer.tryRealm(Inward.realm(written)).orElse(written);
        boolean governed = enforcement.governs(name);
        return result(name, written.path("clients").size(), writer.trial(), overlaid(settings, written), governed);
    }

    private Map<String, Object> clients(List<JsonNode> nodes, boolean byAdminApi, JsonNode written) {
        TrialWriter writer = new TrialWriter(session, permissions.adminAuth());
        List<ClientRepresentation> clients = new ArrayList<>();
        for (JsonNode node : nodes) {
            String id = node.path("clientId").asText("");
            try {
                ClientRepresentation client =
                        JsonSerialization.mapper.treeToValue(Inward.client(node), ClientRepresentation.class);
                if (client == null) {
                    writer.trial().addProblem(id, "it is null; remove the entry");
                } else if (isForOthers(client)) {
                    writer.trial().addProblem(id, "you may not change this client");
                } else {
                    clients.add(client);
                }
            } catch (JacksonException unreadable) {
                writer.trial().addProblem(id, reason(unreadable));
            }
        }
        writer.tryClients(clients, byAdminApi);
        JsonNode inTheRealm = byAdminApi
                ? JsonSerialization.mapper.createObjectNode().set("clients", array(written))
                : overlaid(settings(written), written);
        return result(realm.getName(), nodes.size(), writer.trial(), inTheRealm, enforcement.governs());
    }

    // Jackson's own text names classes.
    private static String reason(JacksonException unreadable) {
        String field = unreadable instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("."))
                : "";
        if (unreadable instanceof UnrecognizedPropertyException) {
            return "a client has no field " + field;
        }
        return (field.isEmpty() ? "it" : field) + " is of another type than Keycloak takes";
    }

    // Fine-grained permissions may exclude a single client from an administrator who manages all others.
    private boolean isForOthers(ClientRepresentation client) {
        String id = client.getClientId();
        if (id == null || StorableText.problem(id, LONGEST_NAME).isPresent()) {
            return false;
        }
        ClientModel stored = realm.getClientByClientId(id);
        return stored != null && !permissions.clients().canConfigure(stored);
    }

    // Administrators who may write clients need not be allowed to see the realm's settings.
    private JsonNode settings(JsonNode written) {
        return written.has("realm") && permissions.realm().canViewRealm()
                ? TrialWriter.settings(session, realm)
                : JsonSerialization.mapper.createObjectNode();
    }

    private static JsonNode array(JsonNode node) {
        return JsonSerialization.mapper.createArrayNode().add(node);
    }

    // Written fields take effect; the others stay as they are in the realm.
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
                Posture.of(new JsonWritten(written), enforcement.options().pinnedRoles()).stream()
                        .map(PostureFinding::members)
                        .toList());
        return result;
    }

    private static JsonNode parse(InputStream body) {
        try {
            JsonNode sent = JsonSerialization.mapper
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(body);
            if (sent != null && sent.isObject()) {
                return sent;
            }
        } catch (IOException noJson) {
            // As for anything else that is not a realm.
        }
        throw badRequest("the body is no JSON object; send a client, a partial import or a realm");
    }

    private static ErrorResponseException badRequest(String text) {
        return RefusalAnswers.badRequest("invalid_request", text);
    }
}
