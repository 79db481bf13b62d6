package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The attributes for who did what to whom from where, as far as the class has them. */
final class OcsfWho {
    private static final String UNKNOWN = "Unknown";
    private static final int USER = 1;
    private static final int SERVICE = 4;

    private OcsfWho() {}

    /** Adds them. Answers the keys of the entry that they cover. */
    static Set<String> add(ObjectNode root, OcsfClass kind, EntryView entry) {
        Set<String> mapped = new HashSet<>();
        if (kind == OcsfClass.BASE_EVENT) {
            return mapped;
        }
        source(root, kind, entry);
        request(root, entry);
        mapped.addAll(Set.of("ip", "method", "path", "userAgent", "user", "realm", "client"));
        switch (kind) {
            case AUTHENTICATION -> {
                user(root, entry);
                entry.text("client")
                        .ifPresent(client -> root.putObject("service").put("name", client));
                session(root, entry);
                protocol(root, entry);
                ObjectNode server = root.putObject("dst_endpoint").put("svc_name", "Keycloak");
                Ocsf.put(server, "name", entry, "node");
                mapped.addAll(Set.of("session", "node"));
            }
            case ACCOUNT_CHANGE -> {
                user(root, entry);
                actor(root, entry);
                mapped.add("session");
            }
            case ENTITY_MANAGEMENT -> {
                actor(root, entry);
                entity(root, entry);
                mapped.add("session");
            }
            case API_ACTIVITY -> {
                actor(root, entry);
                root.putObject("api").put("operation", entry.type());
                mapped.add("session");
            }
            case BASE_EVENT -> throw new IllegalStateException();
        }
        return mapped;
    }

    private static void source(ObjectNode root, OcsfClass kind, EntryView entry) {
        Optional<String> address = entry.text("ip");
        if (address.isPresent() || kind == OcsfClass.API_ACTIVITY) {
            String known = address.orElse(UNKNOWN);
            root.putObject("src_endpoint").put(Address.isIp(known) ? "ip" : "name", known);
        }
    }

    private static void request(ObjectNode root, EntryView entry) {
        entry.text("method")
                .ifPresent(method -> root.withObject("/http_request").put("http_method", method));
        entry.text("userAgent")
                .ifPresent(agent -> root.withObject("/http_request").put("user_agent", agent));
        entry.text("path")
                .ifPresent(path -> root.withObject("/http_request/url").put("path", path));
    }

    /** The subject: a user, or else the client that acts for itself. */
    private static void user(ObjectNode root, EntryView entry) {
        ObjectNode user = root.putObject("user");
        boolean known =
                entry.text("user").isPresent() || entry.detail("username").isPresent();
        if (known) {
            Ocsf.put(user, "uid", entry, "user");
            entry.detail("username").ifPresent(name -> user.put("name", name));
        } else {
            user.put("name", entry.text("client").orElse(UNKNOWN));
        }
        Ocsf.put(user, "domain", entry, "realm");
        user.put("type_id", known ? USER : entry.text("client").isPresent() ? SERVICE : 0);
    }

    private static void actor(ObjectNode root, EntryView entry) {
        ObjectNode actor = root.putObject("actor");
        actor.put("app_name", entry.text("client").orElse(UNKNOWN));
        user(actor, entry);
        session(actor, entry);
    }

    private static void session(ObjectNode object, EntryView entry) {
        entry.text("session").ifPresent(session -> object.putObject("session").put("uid", session));
    }

    private static void entity(ObjectNode root, EntryView entry) {
        ObjectNode entity = root.putObject("entity");
        entity.put(
                "name",
                entry.detail("resource_path").or(() -> entry.text("client")).orElse(UNKNOWN));
        entity.put("type", entry.detail("resource_type").orElse("Client"));
        entity.put("type_id", 99);
    }

    private static void protocol(ObjectNode root, EntryView entry) {
        String method = entry.detail("auth_method").orElse("");
        if (method.equals("openid-connect")) {
            root.put("auth_protocol_id", 4).put("auth_protocol", "OpenID");
        } else if (method.equals("saml")) {
            root.put("auth_protocol_id", 5).put("auth_protocol", "SAML");
        }
    }
}
