package io.caregate.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.foundation.http.RouteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final RouteTable REST = RouteTable.below(ApiResource.class);

    @Test
    void addressWhenInTheOpenApiFileThenItTakesThoseMethodsAndNoOther() throws IOException {
        Map<String, Set<String>> described = described();

        assertThat(described).hasSizeGreaterThan(10);
        described.forEach((path, methods) ->
                assertThat(REST.methods(path.replace("{id}", "0-a"))).as(path).isEqualTo(methods));
    }

    @ParameterizedTest
    @CsvSource({
        "/me/, GET",
        "/clients/check, POST",
        "/clients/check/, POST",
        "/clients/checks, 'DELETE, GET, PUT'",
        "/clients/a%20b, 'DELETE, GET, PUT'"
    })
    void addressWhenItIsOneThenItsMethods(String path, String methods) {
        assertThat(String.join(", ", REST.methods(path))).isEqualTo(methods);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "/me//",
                "//me",
                "/ME",
                "/me/me",
                "/nothing",
                "/clients//check",
                "/clients/check/secret",
                "/clients/a/secret/b",
                "/approvals/a/reject",
                "/me;a=b"
            })
    void addressWhenItIsNoneThenNoMethods(String path) {
        assertThat(REST.methods(path)).isEmpty();
    }

    private static Map<String, Set<String>> described() throws IOException {
        Map<String, Set<String>> described = new TreeMap<>();
        Set<String> methods = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("src/main/resources/caregate-portal/openapi.yaml"))) {
            if (line.matches("  /\\S+:")) {
                methods = new TreeSet<>();
                String path = line.strip().replaceFirst(":$", "");
                if (path.startsWith("/api/")) {
                    described.put(path.substring("/api".length()), methods);
                }
            } else if (line.matches("    (get|post|put|delete|patch|head|options):")) {
                methods.add(line.strip().replaceFirst(":$", "").toUpperCase(Locale.ROOT));
            }
        }
        return described;
    }
}
