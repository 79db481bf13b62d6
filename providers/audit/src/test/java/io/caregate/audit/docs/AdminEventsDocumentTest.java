package io.caregate.audit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.capture.AdminSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.admin.ResourceType;

/** The table of resource types in {@code docs/audit-format.md} agrees with the code. */
class AdminEventsDocumentTest {
    @ParameterizedTest
    @EnumSource(ResourceType.class)
    void typeWhenKeycloakHasItThenTheTableSaysWhetherItIsGuarded(ResourceType type) throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "audit-format.md"));
        List<String> rows = document.lines()
                .filter(line -> line.startsWith("| ") && line.contains("| yes | |") && line.contains("`" + type + "`"))
                .toList();

        assertThat(rows).singleElement().satisfies(row -> assertThat(row.contains("| yes | yes | |"))
                .isEqualTo(AdminSelection.GUARDED.takes(type.name())));
    }
}
