package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.entry.EntryText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schemas of {@code docs/schema} have exactly the members that the verifier requires, and the page names each. */
class SchemaTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void schemasWhenOfObjectsThenTheMembersThatAreDemanded() throws IOException {
        assertThat(members("export-header")).containsExactly(Verifier.HEADER, Verifier.FIRST_HEADER);
        assertThat(members("export-entry")).containsExactly(EntryLine.CLOSED, EntryLine.OPEN);
        assertThat(members("checkpoint-line")).containsExactly(Verifier.CHECKPOINT_LINE);
        assertThat(members("entry-proof")).containsExactly(Verifier.ENTRY, Verifier.ENTRY);
        assertThat(members("consistency-proof")).containsExactly(Verifier.CONSISTENCY);
    }

    @Test
    void schemaWhenOfAnEntryThenItsMembers() throws IOException {
        Set<String> members = new HashSet<>(EntryText.TEXTS);
        members.addAll(Set.of("v", "details", "detailsDropped"));
        Map<?, ?> schema = schema("entry");
        assertThat(((Map<?, ?>) schema.get("properties")).keySet().equals(members))
                .isTrue();
        assertThat(schema.get("additionalProperties")).isEqualTo("=false");
    }

    @Test
    void schemasWhenThereThenThePageNamesEach() throws IOException {
        String page = Files.readString(DOCS.resolve("audit-format.md"));
        try (Stream<Path> schemas = Files.list(DOCS.resolve("schema"))) {
            assertThat(schemas).allMatch(schema -> page.contains("(schema/" + schema.getFileName() + ")"));
        }
    }

    /** The members of each form that the schema allows: all of them are required, and no other is allowed. */
    private static List<Set<String>> members(String name) throws IOException {
        Map<?, ?> schema = schema(name);
        List<?> forms = schema.get("oneOf") instanceof List<?> several ? several : List.of(schema);
        List<Set<String>> members = new ArrayList<>();
        for (Object form : forms) {
            Map<?, ?> object = (Map<?, ?>) form;
            Set<String> names = new HashSet<>();
            ((Map<?, ?>) object.get("properties")).keySet().forEach(member -> names.add(String.valueOf(member)));
            assertThat(object.get("additionalProperties")).isEqualTo("=false");
            assertThat((List<?>) object.get("required"))
                    .hasSize(names.size())
                    .allMatch(
                            required -> names.contains(String.valueOf(required).substring(1)));
            members.add(names);
        }
        return members;
    }

    private static Map<?, ?> schema(String name) throws IOException {
        return (Map<?, ?>)
                ReadJson.lines(Files.readAllBytes(DOCS.resolve("schema").resolve(name + ".schema.json")))
                        .get(0);
    }
}
