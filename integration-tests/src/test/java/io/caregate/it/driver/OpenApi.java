package io.caregate.it.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The portal's OpenAPI file, from the sources: its operations, and whether it allows a given answer. */
public final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

    public static final OpenApi FILE = new OpenApi(
            Path.of("..", "providers", "portal", "src", "main", "resources", "caregate-portal", "openapi.yaml"));

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private OpenApi(Path file) {
        try {
            document = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method -> operations.add(
                        new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    }

    /** One path with one method. */
    public record Operation(String method, String path, JsonNode node) {
        public boolean needsToken() {
            return !node.path("security").isArray() || !node.path("security").isEmpty();
        }

        public String tag() {
            return node.path("tags").path(0).asText();
        }

        boolean isAt(String sentPath) {
            String pattern = Pattern.quote(path).replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q");
            return sentPath.split("\\?")[0].matches(pattern);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public List<Operation> operations() {
        return operations;
    }

    /** The answers seen so far, as {@code GET /path 200}. */
    Set<String> seen() {
        return seen;
    }

    public JsonNode document() {
        return document;
    }

    /** Fails unless the file has this operation with this status, and its schema fits the body. */
    void check(String method, String path, Answer answer) {
        // A literal path comes before one with a parameter.
        String at = operations.stream()
                .filter(known -> known.isAt(path))
                .map(Operation::path)
                .min(Comparator.comparing(known -> known.contains("{")))
                .orElse("");
        Operation operation = operations.stream()
                .filter(known -> known.path().equals(at) && known.method().equals(method))
                .findFirst()
                .orElse(null);
        if (operation == null) {
            return;
        }
        JsonNode response = resolved(operation.node().path("responses").path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            throw new AssertionError(operation + " answered " + answer.status() + ", which openapi.yaml does not know: "
                    + answer.body());
        }
        seen.add(operation + " " + answer.status());
        if (response.path("content").isEmpty()) {
            return;
        }
        Map.Entry<String, JsonNode> content =
                response.path("content").properties().iterator().next();
        if (!answer.header("Content-Type").startsWith(content.getKey())) {
            throw new AssertionError(operation + " answered " + answer.header("Content-Type") + ": " + answer.body());
        }
        if (content.getKey().endsWith("json")) {
            var errors = schema(content.getValue().path("schema")).validate(answer.json());
            if (!errors.isEmpty()) {
                throw new AssertionError(operation + " " + answer.status() + ": " + errors + " in " + answer.body());
            }
        }
    }

    /** Fails unless the answer is a problem with this code, in the form that the file describes. */
    public void checkProblem(Answer answer, String code) {
        var schema = document.at("/components/responses/NotFound/content/application~1problem+json/schema");
        assertThat(answer.header("Content-Type")).as(answer.request()).startsWith("application/problem+json");
        assertThat(answer.header("Cache-Control")).as(answer.request()).isEqualTo("no-store");
        assertThat(schema(schema).validate(answer.json())).as(answer.body()).isEmpty();
        assertThat(answer.text("code")).as(answer.request()).isEqualTo(code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    }

    /** The errors in a body that the file has as an example. */
    public Set<?> problems(JsonNode schema, JsonNode example) {
        return schema(schema).validate(example);
    }

    public JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    // The whole document is passed along, so that references into it are found.
    private JsonSchema schema(JsonNode schema) {
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("components", document.path("components"));
        whole.set("allOf", new ObjectMapper().createArrayNode().add(schema));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }
}
