package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.auditlog.entry.SealedEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An entry rendered as ECS has only fields of the schema, of the right types, and only values that the schema allows.
 */
class EcsFieldsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ALWAYS =
            List.of("@timestamp", "ecs.version", "message", "event.kind", "event.id", "event.outcome", "event.dataset");
    /**
     * The expected types, from ECS's reference, "ECS categorization fields", https://www.elastic.co/docs/reference/ecs.
     */
    private static final Map<String, Set<String>> TYPES = Map.of(
            "authentication", Set.of("start", "end", "info"),
            "session", Set.of("start", "end", "info"),
            "api",
                    Set.of(
                            "access",
                            "admin",
                            "allowed",
                            "change",
                            "creation",
                            "deletion",
                            "denied",
                            "end",
                            "info",
                            "start",
                            "user"),
            "iam", Set.of("admin", "change", "creation", "deletion", "group", "info", "user"),
            "configuration", Set.of("access", "change", "creation", "deletion", "info"));

    private static final Map<String, String> FIELDS = new HashMap<>();

    @BeforeAll
    static void fields() throws IOException {
        try (InputStream file = EcsFieldsTest.class.getResourceAsStream("/format/ecs-9.4.0.txt")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(field -> FIELDS.put(field[0], field[1]));
        }
        assertThat(FIELDS.get("ecs.version")).isEqualTo("'" + Ecs.VERSION + "'");
    }

    @Test
    void ecsWhenOfAnyTypeAndOutcomeThenFollowsTheSchema() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (SealedEntry entry : Samples.entries()) {
            wrong.addAll(findings(Format.ECS.render(EntryView.of(entry, Samples.REFERENCE))));
        }
        wrong.addAll(findings(Format.ECS.render(Samples.checkpoint())));

        assertThat(wrong).isEmpty();
    }

    @Test
    void schemaWhenSomethingIsMissingOrWrongThenSaysSo() throws IOException {
        String good =
                Format.ECS.render(Samples.sealed(Samples.full("LOGIN_ERROR").build()));

        assertThat(findings(good.replace("\"outcome\"", "\"result\""))).hasSize(2);
        assertThat(findings(good.replace("\"sequence\":7", "\"sequence\":\"7\"")))
                .hasSize(1);
        assertThat(findings(good.replace("[\"start\"]", "[\"access\"]"))).hasSize(1);
    }

    @Test
    void ecsWhenTwoDetailsWouldHaveOneLabelThenBothAreKept() throws IOException {
        JsonNode labels = JSON.readTree(Format.ECS.render(Samples.sealed(Samples.full("LOGIN_ERROR")
                        .detail("query_type", "other")
                        .build())))
                .get("labels");

        assertThat(labels.get("details_query_type").asText()).isEqualTo("LOGIN_ERROR");
        assertThat(labels.get("details_query_type_2").asText()).isEqualTo("other");
    }

    static List<String> findings(String line) throws IOException {
        JsonNode event = JSON.readTree(line);
        List<String> wrong = new ArrayList<>();
        for (String field : ALWAYS) {
            if (event.at("/" + field.replace('.', '/')).isMissingNode()) {
                wrong.add(field + " is missing");
            }
        }
        leaves(wrong, "", event);
        for (JsonNode category : event.at("/event/category")) {
            boolean expected = false;
            for (JsonNode type : event.at("/event/type")) {
                expected |= TYPES.getOrDefault(category.asText(), Set.of()).contains(type.asText());
            }
            if (!expected) {
                wrong.add(category + " with " + event.at("/event/type"));
            }
        }
        return wrong.stream().map(finding -> finding + " in " + line).toList();
    }

    private static void leaves(List<String> wrong, String path, JsonNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = path + member.getKey();
            String type = FIELDS.getOrDefault(name, path.equals("labels.") ? "label" : "");
            JsonNode value = member.getValue();
            boolean fits =
                    switch (type) {
                        case "label" -> value.isTextual() && !member.getKey().contains(".");
                        case "string" -> value.isTextual() && !value.asText().isEmpty();
                        case "number" -> value.isIntegralNumber();
                        case "string | Array<string>" -> value.isArray() && !value.isEmpty();
                        default -> value.isObject() || type.equals("'" + value.asText() + "'");
                    };
            if (!fits) {
                wrong.add(name + " is no " + (type.isEmpty() ? "field" : type));
            } else if (value.isObject()) {
                leaves(wrong, name + ".", value);
            }
        }
    }
}
