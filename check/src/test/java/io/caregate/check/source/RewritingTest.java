package io.caregate.check.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The member {@code a} of a document is replaced by {@code new}. */
class RewritingTest {

    private static Rewriting rewriting(String name, byte[] file) throws IOException, UnreadableException {
        List<Value> documents = Documents.read(name, new ByteArrayInputStream(file));
        Map<Value.Scalar, String> texts = new IdentityHashMap<>();
        documents.forEach(document -> document.member("a").ifPresent(value -> texts.put((Value.Scalar) value, "new")));
        return Rewriting.of(documents, texts);
    }

    private static Rewriting rewriting(String name, String text) throws IOException, UnreadableException {
        return rewriting(name, text.replace("~", "\n").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.json | `{"a": "old"}`                  | `{"a": "new"}`
            a.json | `{"a":"o\\"\\\\","b":1}`        | `{"a":"new","b":1}`
            a.json | `{"a":"1","a":"\\u00fc"}`       | `{"a":"1","a":"new"}`
            a.yaml | `a: old # old`                  | `a: new # old`
            a.yaml | `a: 'it''s'`                    | `a: 'new'`
            a.yaml | `a: "o\\"ld"`                   | `a: "new"`
            a.yaml | `{a: old, b: old}`              | `{a: new, b: old}`
            a.yaml | `a: &x !!str old~b: 1`          | `a: &x !!str new~b: 1`
            a.yaml | `a:~  &x~  old`                 | `a:~  &x~  new`
            a.yaml | `a: 1~---~b: 2~---~a: 3`        | `a: new~---~b: 2~---~a: new`
            a.yaml | `a: "old"~b: "old"`             | `a: "new"~b: "old"`
            """)
    void scalarWhenOnOneLineThenReplacedBetweenItsQuotes(String name, String before, String after)
            throws IOException, UnreadableException {
        Rewriting rewriting = rewriting(name, before);

        assertThat(new String(rewriting.after(), StandardCharsets.UTF_8)).isEqualTo(after.replace("~", "\n"));
        assertThat(rewriting.leftAlone()).isEmpty();
        assertThat(rewriting.documents().get(0).text("a")).hasValue("new");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.yaml | `a: >-~  old`                   | it is written in a form that is not edited
            a.yaml | `a: old~  text`                 | it is written in a form that is not edited
            a.yaml | `a: "old\\~  text"`             | it is written in a form that is not edited
            a.yaml | `a: 'old~~  text'`              | it is written in a form that is not edited
            a.yaml | `a: &x # old~  old`             | it is written in a form that is not edited
            a.yaml | `a: &x old~b: *x`               | an alias or a merge uses it in other places too
            a.yaml | `b: &x {a: old}~<<: *x`         | an alias or a merge uses it in other places too
            a.yaml | `a: &x old~*x : 1`              | the file would not say the same elsewhere
            """)
    void scalarWhenNotCertainThenLeftAlone(String name, String text, String reason)
            throws IOException, UnreadableException {
        Rewriting rewriting = rewriting(name, text);

        assertThat(rewriting.isChange()).isFalse();
        assertThat(rewriting.changes()).isZero();
        assertThat(rewriting.after()).isEqualTo(rewriting.before());
        assertThat(rewriting.leftAlone().values()).containsExactly(reason);
    }

    @Test
    void scalarWhenInUtf16ThenLeftAlone() throws IOException, UnreadableException {
        Rewriting rewriting = rewriting("a.json", "{\"a\":1}".getBytes(Charset.forName("UTF-16")));

        assertThat(rewriting.isChange()).isFalse();
        assertThat(rewriting.leftAlone().values()).containsExactly("the file is not in UTF-8");
    }
}
