package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The examples in {@code containers/kubernetes} name options, an image and mounts that exist. The schemas of the
 * operator and of the chart are not in this repository; {@code -Dcaregate.kubernetes.schemas=FOLDER} names a copy.
 */
final class KubernetesTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String RESOURCE = "keycloaks.k8s.keycloak.org-v1.yml";
    /** Members of the pod's schema that take any content. */
    private static final String OPEN = "x-kubernetes-preserve-unknown-fields";

    private final JsonNode resource = yaml(example("keycloak.yaml"));
    private final JsonNode values = yaml(example("values.yaml"));

    @Test
    void optionsWhenNamedThenDocumentedAndTheSameWithTheOperatorAndTheChart() {
        Map<String, String> ofResource = new TreeMap<>();
        resource.at("/spec/additionalOptions")
                .forEach(option -> ofResource.put(
                        option.path("name").asText(), option.path("value").asText()));
        Map<String, String> ofChart = new TreeMap<>();
        values.path("args").forEach(argument -> {
            String[] option = argument.asText().split("=", 2);
            if (option[0].startsWith("--spi-")) {
                ofChart.put(option[0].substring(2), option[1]);
            }
        });
        String documented = Repository.read(Repository.ROOT.resolve("docs/options.md"));

        assertThat(ofResource).hasSizeGreaterThan(2).isEqualTo(ofChart);
        assertThat(ofResource.keySet())
                .allSatisfy(name -> assertThat(documented).contains("\n| `--" + name + "` |"));
    }

    @Test
    void imageWhenNamedThenTheOneThatComposeBuilds() {
        String built = yaml(Repository.ROOT.resolve("docker-compose.yml"))
                .at("/x-keycloak/image")
                .asText();

        assertThat(resource.at("/spec/image").asText()).endsWith("/" + built);
        assertThat(values.at("/image/repository").asText() + ":"
                        + values.at("/image/tag").asText())
                .isEqualTo(resource.at("/spec/image").asText());
    }

    @Test
    void pathsWhenAnOptionNamesOneThenAVolumeIsMountedThere() {
        JsonNode pod = resource.at("/spec/unsupported/podTemplate/spec");
        assertMounted(pod.at("/containers/0/volumeMounts"), names(pod.path("volumes")));

        Set<String> ofChart = names(text(values, "extraVolumes"));
        ofChart.addAll(names(text(values, "volumeClaimTemplates").findValues("metadata")));
        assertMounted(text(values, "extraVolumeMounts"), ofChart);
    }

    /** The image's own program would start Keycloak with options for Docker Compose. */
    @Test
    void programWhenStartedThenKeycloaksOwn() {
        assertThat(resource.at("/spec/unsupported/podTemplate/spec/containers/0/command"))
                .isEqualTo(values.path("command"))
                .isEqualTo(YAML.valueToTree(List.of("/opt/keycloak/bin/kc.sh")));
        assertThat(resource.at("/spec/startOptimized").asBoolean()).isTrue();
        assertThat(values.path("args").get(1).asText()).isEqualTo("--optimized");
    }

    @Test
    void resourceWhenComparedWithTheOperatorsSchemaThenItHasNothingElse() {
        JsonNode definition = yaml(schemas().resolve(RESOURCE));
        List<JsonNode> versions = StreamSupport.stream(
                        definition.at("/spec/versions").spliterator(), false)
                .toList();
        String wanted = resource.path("apiVersion").asText().split("/")[1];
        JsonNode schema = versions.stream()
                .filter(version -> version.path("name").asText().equals(wanted))
                .findFirst()
                // A definition from before that version.
                .orElse(versions.get(0))
                .at("/schema/openAPIV3Schema/properties/spec");

        close(schema);

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                        .getSchema(schema)
                        .validate(resource.path("spec")))
                .isEmpty();
    }

    @Test
    void valuesWhenComparedWithTheChartThenItKnowsEach() throws IOException {
        JsonNode schema = YAML.readTree(Files.readString(schemas().resolve("values.schema.json")));
        ((ObjectNode) schema).remove("$schema");
        // Its names stand for types, which no validator reads.
        ((ObjectNode) schema.path("properties")).remove("http");

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                        .getSchema(schema)
                        .validate(values))
                .isEmpty();
        assertKnown("", values, yaml(schemas().resolve("values.yaml")));
    }

    private static void assertKnown(String where, JsonNode given, JsonNode known) {
        given.properties().forEach(value -> {
            assertThat(known.has(value.getKey())).as(where + value.getKey()).isTrue();
            if (value.getValue().isObject()) {
                assertKnown(where + value.getKey() + ".", value.getValue(), known.path(value.getKey()));
            }
        });
    }

    private void assertMounted(JsonNode mounts, Set<String> volumes) {
        assertThat(names(mounts)).isEqualTo(volumes);
        List<String> paths = mounts.findValuesAsText("mountPath");
        resource.at("/spec/additionalOptions").forEach(option -> {
            String value = option.path("value").asText();
            if (value.startsWith("/")) {
                assertThat(paths).as(value).anyMatch(isOrHolds(value));
            }
        });
    }

    private static Predicate<String> isOrHolds(String path) {
        return folder -> path.equals(folder) || path.startsWith(folder + "/");
    }

    /** Kubernetes drops a member that its schema does not name; here it is an error. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.path(OPEN).asBoolean()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(KubernetesTest::close);
    }

    private static Path schemas() {
        String folder = System.getProperty("caregate.kubernetes.schemas", "");
        assumeTrue(!folder.isEmpty(), "skipped: -Dcaregate.kubernetes.schemas names no folder");
        return Path.of(folder);
    }

    private static Set<String> names(Iterable<JsonNode> named) {
        return StreamSupport.stream(named.spliterator(), false)
                .map(each -> each.path("name").asText())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A value of the chart that is YAML in a text. */
    private static JsonNode text(JsonNode values, String name) {
        try {
            return YAML.readTree(values.path(name).asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path example(String name) {
        return Repository.ROOT.resolve("containers/kubernetes").resolve(name);
    }

    private static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
