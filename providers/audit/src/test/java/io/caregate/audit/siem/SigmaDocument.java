package io.caregate.audit.siem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A rule or a correlation of {@code siem/sigma}; a file has one or more. */
record SigmaDocument(String file, JsonNode yaml) {
    static final Path FOLDER = Path.of("..", "..", "siem");
    private static final JsonMapper JSON = new JsonMapper();

    /** All of them, by name. Two with one name are an error. */
    static Map<String, SigmaDocument> all() {
        return files().stream()
                .flatMap(SigmaDocument::of)
                .collect(Collectors.toMap(SigmaDocument::name, Function.identity()));
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("sigma"))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<SigmaDocument> of(Path file) {
        List<SigmaDocument> documents = new ArrayList<>();
        for (Object yaml : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(read(file))) {
            documents.add(new SigmaDocument(file.getFileName().toString(), JSON.valueToTree(yaml)));
        }
        return documents.stream();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return yaml.path("name").asText();
    }

    boolean isCorrelation() {
        return yaml.has("correlation");
    }

    /** The names of the rules that a correlation is about. */
    List<String> correlated() {
        List<String> names = new ArrayList<>();
        yaml.at("/correlation/rules").forEach(name -> names.add(name.asText()));
        return names;
    }
}
