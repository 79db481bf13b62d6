package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.auditlog.entry.SealedEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An entry rendered as OCSF has every attribute that its class requires and no unknown one, each of the right type and
 * with a listed value. The definitions are those of OCSF's repository, reduced to the classes and objects in use. The
 * file names its source and commit.
 */
class OcsfSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static JsonNode schema;

    @BeforeAll
    static void schema() throws IOException {
        try (InputStream file = OcsfSchemaTest.class.getResourceAsStream("/format/ocsf-1.8.0.json")) {
            schema = JSON.readTree(file);
        }
        assertThat(schema.get("version").asText()).isEqualTo(Ocsf.VERSION);
    }

    @Test
    void ocsfWhenOfAnyTypeAndOutcomeThenFollowsTheSchema() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (SealedEntry entry : Samples.entries()) {
            wrong.addAll(findings(Format.OCSF.render(EntryView.of(entry, Samples.REFERENCE))));
        }
        wrong.addAll(findings(Format.OCSF.render(Samples.checkpoint())));

        assertThat(wrong).isEmpty();
    }

    @Test
    void schemaWhenSomethingIsMissingOrWrongThenSaysSo() throws IOException {
        String good =
                Format.OCSF.render(Samples.sealed(Samples.full("LOGIN_ERROR").build()));

        assertThat(findings(good)).isEmpty();
        assertThat(findings(good.replace("\"severity_id\"", "\"severities\""))).hasSize(2);
        assertThat(findings(good.replace("\"status_id\":2", "\"status_id\":7"))).hasSize(1);
        assertThat(findings(good.replace("\"time\":1769847300123", "\"time\":\"2026\"")))
                .hasSize(1);
        assertThat(findings(good.replace("\"dst_endpoint\":{", "\"dst_endpoint\":{\"x\":1,")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN_ERROR, 3002, 300201, 2, 2",
        "LOGIN, 3002, 300201, 1, 1",
        "CODE_TO_TOKEN_ERROR, 3002, 300299, 2, 2",
        "LOGOUT_ERROR, 3002, 300202, 2, 2",
        "USER_DISABLED_BY_PERMANENT_LOCKOUT, 3001, 300109, 1, 3",
        "UPDATE_PASSWORD_ERROR, 3001, 300103, 2, 2",
        "CLIENT_REGISTER_ERROR, 3004, 300401, 2, 2",
        "ADMIN_DELETE, 3004, 300404, 1, 1",
        "USER_INFO_REQUEST_ERROR, 6003, 600302, 2, 2",
        "CAREGATE_AUDIT_READ, 6003, 600302, 1, 1",
        "CAREGATE_AUDIT_READ_ERROR, 6003, 600302, 2, 3",
        "CAREGATE_AUDIT_DEAD_LETTER, 0, 99, 1, 1",
        "CAREGATE_SERVER_START, 0, 99, 1, 1"
    })
    void ocsfWhenOfThisTypeThenOfItsClass(String type, int classUid, long typeUid, int status, int severity)
            throws IOException {
        JsonNode event = JSON.readTree(
                Format.OCSF.render(Samples.sealed(Samples.full(type).build())));

        assertThat(event.get("class_uid").asInt()).isEqualTo(classUid);
        assertThat(event.get("type_uid").asLong()).isEqualTo(typeUid);
        assertThat(event.get("status_id").asInt()).isEqualTo(status);
        assertThat(event.get("severity_id").asInt()).isEqualTo(severity);
    }

    static List<String> findings(String line) throws IOException {
        JsonNode event = JSON.readTree(line);
        JsonNode kind = schema.at("/classes/" + event.path("class_uid").asInt());
        List<String> wrong = new ArrayList<>();
        object(wrong, "", event, kind);
        long type = event.path("class_uid").asLong() * 100
                + event.path("activity_id").asLong();
        same(wrong, event, "type_uid", String.valueOf(type));
        same(wrong, event, "category_uid", kind.path("category_uid").asText());
        same(wrong, event, "category_name", kind.path("category").asText());
        same(wrong, event, "class_name", kind.path("caption").asText());
        String activity = kind.at("/attributes/activity_id/enum/"
                        + event.path("activity_id").asText())
                .asText();
        if (!activity.equals("Other")) {
            same(wrong, event, "activity_name", activity);
        }
        return wrong.stream().map(finding -> finding + " in " + line).toList();
    }

    private static void same(List<String> wrong, JsonNode event, String attribute, String expected) {
        if (!event.path(attribute).asText().equals(expected)) {
            wrong.add(attribute + " is not " + expected);
        }
    }

    private static void object(List<String> wrong, String path, JsonNode object, JsonNode definition) {
        JsonNode attributes = definition.path("attributes");
        for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
            if (attribute.getValue().path("requirement").asText().equals("required")
                    && !object.has(attribute.getKey())) {
                wrong.add(path + attribute.getKey() + " is missing");
            }
        }
        JsonNode atLeastOne = definition.at("/constraints/at_least_one");
        if (!atLeastOne.isMissingNode()
                && StreamSupport.stream(atLeastOne.spliterator(), false).noneMatch(name -> object.has(name.asText()))) {
            wrong.add(path + " has none of " + atLeastOne);
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode attribute = attributes.path(member.getKey());
            if (attribute.isMissingNode()) {
                wrong.add(path + member.getKey() + " is unknown");
            } else {
                value(wrong, path + member.getKey(), member.getValue(), attribute);
            }
        }
    }

    private static void value(List<String> wrong, String path, JsonNode value, JsonNode attribute) {
        String type = attribute.path("type").asText();
        boolean fits =
                switch (type) {
                    case "integer_t", "long_t", "timestamp_t" -> value.isIntegralNumber();
                    case "string_t", "hostname_t", "username_t", "url_t", "email_t", "uuid_t" ->
                        value.isTextual() && !value.asText().isEmpty();
                    case "ip_t" -> value.isTextual() && Address.isIp(value.asText());
                    case "boolean_t" -> value.isBoolean();
                    case "object" -> value.isObject();
                    default -> value.isObject() && schema.path("objects").has(type);
                };
        if (!fits) {
            wrong.add(path + " is no " + type);
        } else if (attribute.has("enum")
                && !isClassification(path)
                && !attribute.get("enum").has(value.asText())) {
            wrong.add(path + " is not of the list");
        } else if (schema.path("objects").has(type)) {
            object(wrong, path + ".", value, schema.path("objects").path(type));
        }
    }

    /** The lists for these in the file are those of the base class. */
    private static boolean isClassification(String path) {
        return path.equals("category_uid") || path.equals("class_uid");
    }
}
