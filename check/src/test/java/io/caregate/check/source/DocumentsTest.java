package io.caregate.check.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.json | `{"\u00fc\u20ac\ud83d\ude00":\r\n "x","a": "b"}`  | 2 | 11
            a.json | `\ufeff{"a": "b"}`                     | 1 | 7
            a.json | `{"\u00fc": "\ud83d\ude00", "a": "b"}`               | 1 | 17
            a.yaml | `\u00fc: \ud83d\ude00\na: b`                        | 2 | 4
            a.yaml | `\ufeffa: b`                           | 1 | 4
            a.yaml | `{\u00fc: "\ud83d\ude00", a: b}`                     | 1 | 13
            """)
    void valueWhenAfterOthersThanAsciiThenItsColumnInCharacters(String name, String text, int line, int column)
            throws IOException, UnreadableException {
        Value value = read(name, text.replace("\\n", "\n").replace("\\r", "\r"))
                .get(0)
                .member("a")
                .orElseThrow();

        assertThat(value.place()).isEqualTo(new Place(name, line, column));
        assertThat(value.text()).hasValue("b");
    }

    @Test
    void yamlWhenLongAndOfManyCharactersThenThePlaceOfEach() throws IOException, UnreadableException {
        String text = IntStream.range(0, 500)
                .mapToObj(i -> "\u00fc" + i + ": \ud83d\ude00x\n")
                .collect(Collectors.joining());

        Value document = read("a.yaml", text).get(0);

        assertThat(IntStream.range(0, 500)).allSatisfy(i -> assertThat(
                        document.member("\u00fc" + i).orElseThrow().place())
                .isEqualTo(new Place("a.yaml", i + 1, 4 + Integer.toString(i).length())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-8"})
    void jsonWhenInAnotherEncodingThenRead(String charset) throws IOException, UnreadableException {
        byte[] written = "{\"\u00fc\": 1, \"a\": \"b\"}".getBytes(Charset.forName(charset));

        Value value =
                Documents.read("a.json", new ByteArrayInputStream(written)).get(0);

        assertThat(value.member("a").orElseThrow().place()).isEqualTo(new Place("a.json", 1, 15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.yaml"})
    void fileWhenInNoEncodingOfUnicodeThenRefused(String name) {
        byte[] written = "{\"a\": \"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> Documents.read(name, new ByteArrayInputStream(written)))
                .isInstanceOf(UnreadableException.class);
    }

    @Test
    void objectWhenOfAnySizeThenItsMembersInTheirOrder() throws IOException, UnreadableException {
        for (int size : new int[] {0, 1, 40, 41, 100}) {
            List<String> names = IntStream.range(0, size).mapToObj(i -> "m" + i).toList();
            String text = names.stream()
                    .map(name -> "\"" + name + "\":\"" + name + "\"")
                    .collect(Collectors.joining(","));

            Value.Fields object =
                    (Value.Fields) read("a.json", "{" + text + "}").get(0);

            assertThat(object.members().keySet()).containsExactlyElementsOf(names);
            assertThat(names).allSatisfy(name -> assertThat(object.text(name)).hasValue(name));
            assertThat(object.member("other")).isEmpty();
            assertThat(object.members()).hasSize(size).doesNotContainKey("other");
        }
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
