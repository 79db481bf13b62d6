package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.exportimport.ExportImportConfig;

class ImportedFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"realm":"clinic"}                                              | true
            {"roles":{"realm":[{"name":"x"}]},"clients":[],"realm":"clinic"} | true
            [{"realm":"master"},{"realm":"clinic"}]                         | true
            {"realm":"other"}                                               | false
            {"roles":{"realm":"clinic"}}                                    | false
            {"Realm":"clinic"}                                              | false
            {"realm":["clinic"]}                                            | false
            ["clinic"]                                                      | false
            {"realm":                                                       | false
            no json                                                         | false
            """)
    void fileWhenItHoldsTheRealmThenFound(String json, boolean holds) throws IOException {
        Path file = Files.writeString(folder.resolve("any.json"), json);

        assertThat(ImportedFile.holds(file, "clinic")).isEqualTo(holds);
    }

    @Test
    void folderWhenKeycloakReadsItThenItsFilesAreLookedAt() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"realm\":\"other\"}");
        Path file = Files.writeString(folder.resolve("b.json"), "{\"realm\":\"clinic\"}");
        Files.writeString(folder.resolve("c.txt"), "{\"realm\":\"clinic\"}");
        String before = System.setProperty(ExportImportConfig.DIR, folder.toString());
        try {
            assertThat(ImportedFile.of("clinic")).hasValue(file);
            assertThat(ImportedFile.of("nobody")).isEmpty();
        } finally {
            if (before == null) {
                System.clearProperty(ExportImportConfig.DIR);
            } else {
                System.setProperty(ExportImportConfig.DIR, before);
            }
        }
    }
}
