package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The attributes that say who did what to whom from where, as far as the class has them. */
final class OcsfWho {
    private static final String UNKNOWN = "Unknown";
    private static final int USER = 1;
    private static final int SERVICE = 4;

    private OcsfWho() {}

    /** Adds them and says which keys of the entry are told by them. */
    static Set<String> add(ObjectNode root, OcsfClass kind, Telling telling) {
        Set<String> mapped = new HashSet<>();
        if (kind == OcsfClass.BASE_EVENT) {
            return mapped;
        }
        source(root, kind, telling);
        request(root, telling);
        mapped.addAll(Set.of("ip", "method", "path", "userAgent", "user", "realm", "client"));
        switch (kind) {
            case AUTHENTICATION -> {
                user(root, telling);
                telling.text("client")
                        .ifPresent(client -> root.putObject("service").put("name", client));
                session(root, telling);
                protocol(root, telling);
                ObjectNode server = root.putObject("dst_endpoint").put("svc_name", "Keycloak");
                Ocsf.put(server, "name", telling, "node");
                mapped.addAll(Set.of("session", "node"));
            }
            case ACCOUNT_CHANGE -> {
                user(root, telling);
                actor(root, telling);
                mapped.add("session");
            }
            case ENTITY_MANAGEMENT -> {
                actor(root, telling);
                entity(root, telling);
                mapped.add("session");
            }
            case API_ACTIVITY -> {
                actor(root, telling);
                root.putObject("api").put("operation", telling.type());
                mapped.add("session");
            }
            case BASE_EVENT -> throw new IllegalStateException();
        }
        return mapped;
    }

    private static void source(ObjectNode root, OcsfClass kind, Telling telling) {
        Optional<String> address = telling.text("ip");
        if (address.isPresent() || kind == OcsfClass.API_ACTIVITY) {
            String known = address.orElse(UNKNOWN);
            root.putObject("src_endpoint").put(Address.isIp(known) ? "ip" : "name", known);
        }
    }

    private static void request(ObjectNode root, Telling telling) {
        telling.text("method")
                .ifPresent(method -> root.withObject("/http_request").put("http_method", method));
        telling.text("userAgent")
                .ifPresent(agent -> root.withObject("/http_request").put("user_agent", agent));
        telling.text("path")
                .ifPresent(path -> root.withObject("/http_request/url").put("path", path));
    }

    /** The subject: a user, else the client that speaks for itself. */
    private static void user(ObjectNode root, Telling telling) {
        ObjectNode user = root.putObject("user");
        boolean known =
                telling.text("user").isPresent() || telling.detail("username").isPresent();
        if (known) {
            Ocsf.put(user, "uid", telling, "user");
            telling.detail("username").ifPresent(name -> user.put("name", name));
        } else {
            user.put("name", telling.text("client").orElse(UNKNOWN));
        }
        Ocsf.put(user, "domain", telling, "realm");
        user.put("type_id", known ? USER : telling.text("client").isPresent() ? SERVICE : 0);
    }

    private static void actor(ObjectNode root, Telling telling) {
        ObjectNode actor = root.putObject("actor");
        actor.put("app_name", telling.text("client").orElse(UNKNOWN));
        user(actor, telling);
        session(actor, telling);
    }

    private static void session(ObjectNode object, Telling telling) {
        telling.text("session").ifPresent(session -> object.putObject("session").put("uid", session));
    }

    private static void entity(ObjectNode root, Telling telling) {
        ObjectNode entity = root.putObject("entity");
        entity.put(
                "name",
                telling.detail("resource_path").or(() -> telling.text("client")).orElse(UNKNOWN));
        entity.put("type", telling.detail("resource_type").orElse("Client"));
        entity.put("type_id", 99);
    }

    private static void protocol(ObjectNode root, Telling telling) {
        String method = telling.detail("auth_method").orElse("");
        if (method.equals("openid-connect")) {
            root.put("auth_protocol_id", 4).put("auth_protocol", "OpenID");
        } else if (method.equals("saml")) {
            root.put("auth_protocol_id", 5).put("auth_protocol", "SAML");
        }
    }
}
