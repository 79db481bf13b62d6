package io.caregate.check.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {

    private static List<Value> read(String name, String text) throws IOException, UnreadableException {
        return Documents.read(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.json | `{"a":\n  [true, {"b": "c"}]}`
            a.yaml | `{"a":\n  [true, {"b": "c"}]}`
            -      | `{"a":\n  [true, {"b": "c"}]}`
            """)
    void valueWhenReadThenItsPlaceIsKnown(String name, String text) throws IOException, UnreadableException {
        Value document = read(name, text.replace("\\n", "\n")).get(0);

        Value list = document.member("a").orElseThrow();
        Value inner = list.items().skip(1).findFirst().orElseThrow().member("b").orElseThrow();
        assertThat(list.place()).isEqualTo(new Place(name, 2, 3));
        assertThat(inner.place()).isEqualTo(new Place(name, 2, 16));
        assertThat(inner.text()).hasValue("c");
        assertThat(list.items().findFirst().orElseThrow().text()).hasValue("true");
    }

    @Test
    void yamlWhenOfSeveralDocumentsWithAliasesAndMergesThenAllOfIt() throws IOException, UnreadableException {
        List<Value> documents = read("a.yaml", """
                base: &base {x: 1, y: ~}
                more: {<<: *base, x: 2, z: *base}
                ---
                second: yes
                """);

        assertThat(documents).hasSize(2);
        Value more = documents.get(0).member("more").orElseThrow();
        assertThat(more.text("x")).hasValue("2");
        assertThat(more.member("y")).isEmpty();
        assertThat(more.at("z", "x").flatMap(Value::text)).hasValue("1");
        assertThat(documents.get(1).text("second")).hasValue("yes");
    }

    @Test
    void memberWhenTwiceThenTheLastAsForKeycloak() throws IOException, UnreadableException {
        assertThat(read("a.json", "{\"a\":1,\"a\":2,\"b\":null}").get(0).text("a"))
                .hasValue("2");
        assertThat(read("a.json", "{\"b\":null}").get(0).member("b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.json | `{"a": }`               | a.json:1:7: it is no JSON
            a.json | `{"a": "b"`             | it is no JSON
            a.json | `[[`                    | it is no JSON
            a.yaml | `a: [b`                 | a.yaml:
            a.yaml | `a: &x [*x]`            | an alias is part of what it stands for
            a.yaml | `a: *nothing`           | a.yaml:1:4: it is no YAML
            """)
    void textWhenBrokenThenRefusedWithItsPlace(String name, String text, String message) {
        assertThatThrownBy(() -> read(name, text))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(message);
    }

    @Test
    void fileWhenMissingOrAFolderThenSaid(@TempDir Path folder) {
        assertThatThrownBy(() -> Documents.read(folder.resolve("no.json")))
                .isInstanceOf(UnreadableException.class)
                .hasMessageEndingWith("there is no such file");
        assertThatThrownBy(() -> Documents.read(folder))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("it cannot be read");
    }
}
