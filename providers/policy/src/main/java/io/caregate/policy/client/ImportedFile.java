package io.caregate.policy.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.exportimport.ExportImportConfig;

/**
 * The file from which a realm is imported while a server starts ({@code --import-realm}, {@code kc.sh import}).
 * Keycloak does not say which one it is reading, so this class searches where Keycloak does, for the file that contains
 * the realm.
 */
final class ImportedFile {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SUFFIX = ".json";

    private ImportedFile() {}

    /** The first file that contains a realm of this name; empty if it cannot be found. */
    static Optional<Path> of(String realm) {
        return Stream.concat(
                        text(System.getProperty(ExportImportConfig.FILE), "singleFile", "file"),
                        text(System.getProperty(ExportImportConfig.DIR), "dir", "dir"))
                .flatMap(place -> files(Path.of(place)).stream())
                .filter(file -> holds(file, realm))
                .findFirst();
    }

    private static Stream<String> text(@Nullable String property, String provider, String setting) {
        return Stream.of(
                        Optional.ofNullable(property),
                        Optional.ofNullable(Config.scope("import", provider).get(setting)))
                .flatMap(Optional::stream);
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** Whether a file contains this realm, alone or in a list. */
    static boolean holds(Path file, String realm) {
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                return isRealm(parser, realm);
            }
            while (first == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.START_OBJECT) {
                if (isRealm(parser, realm)) {
                    return true;
                }
            }
            return false;
        } catch (IOException unreadable) {
            return false;
        }
    }

    // Up to the end of the object, unless it is found before.
    private static boolean isRealm(JsonParser parser, String realm) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean name = parser.currentName().equals("realm");
            parser.nextToken();
            if (name && realm.equals(parser.getValueAsString())) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
