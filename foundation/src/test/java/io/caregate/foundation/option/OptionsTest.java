package io.caregate.foundation.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final String OPTION = "--spi-some-spi--caregate--x";

    private enum Colour {
        RED,
        LIGHT_BLUE,
        GREEN
    }

    private static Options given(String value) {
        return Options.of(
                "some-spi", "caregate", List.of("x"), TestConfig.scope("some-spi", "caregate", Map.of("x", value)));
    }

    private static final Map<String, Function<Options, Object>> READERS = Map.of(
            "one", options -> options.oneOf("x", Colour.GREEN),
            "flag", options -> options.flag("x", true),
            "number", options -> options.number("x", 7, 5, 10),
            "duration",
                    options -> options.duration("x", Duration.ofSeconds(2), Duration.ofDays(3))
                            .orElse(Duration.ofSeconds(9)),
            "value",
                    options -> options.value("x", "a", text -> Optional.of(text).filter("b"::equals), "b"),
            "parsed", options -> options.parsed("x", 1, Integer::valueOf, "a number"),
            "required", options -> options.required("x", "a name"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one      | light-blue | LIGHT_BLUE
            one      | ' red '    | RED
            one      | ''         | GREEN
            flag     | false      | false
            flag     | ''         | true
            number   | 5          | 5
            number   | 10         | 10
            number   | 007        | 7
            number   | ''         | 7
            duration | PT2S       | PT2S
            duration | P3D        | PT72H
            duration | ''         | PT9S
            value    | b          | b
            value    | ''         | a
            parsed   | 12         | 12
            parsed   | ''         | 1
            required | ' me '     | me
            """)
    void valueWhenAllowedThenRead(String reader, String value, String read) {
        assertThat(READERS.get(reader).apply(given(value))).hasToString(read);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one      | LIGHT_BLUE | red, light-blue or green: correct it, or remove it for the default, green
            one      | blue       | red, light-blue or green: correct it, or remove it for the default, green
            flag     | TRUE       | true or false: correct it, or remove it for the default, true
            number   | 4          | a whole number from 5 to 10: correct it, or remove it for the default, 7
            number   | 11         | a whole number from 5 to 10: correct it, or remove it for the default, 7
            number   | -5         | a whole number from 5 to 10: correct it, or remove it for the default, 7
            number   | 9999999999 | a whole number from 5 to 10: correct it, or remove it for the default, 7
            number   | ٧          | a whole number from 5 to 10: correct it, or remove it for the default, 7
            duration | PT1.999S   | a duration (ISO 8601) from PT2S to P3D: correct it
            duration | P3DT1S     | a duration (ISO 8601) from PT2S to P3D: correct it
            duration | 3 days     | a duration (ISO 8601) from PT2S to P3D: correct it
            value    | a          | b: correct it
            parsed   | x          | a number (For input string: "x"): correct it
            """)
    void valueWhenNotAllowedThenOneSentenceWithNameValueRangeAndRemedy(String reader, String value, String sentence) {
        assertThatThrownBy(() -> READERS.get(reader).apply(given(value)))
                .isInstanceOf(BadOptionException.class)
                .hasMessage(OPTION + " is \"" + value + "\", but must be " + sentence + ".");
    }

    @Test
    void valueWhenRequiredAndMissingThenTheSentenceSaysToSetIt() {
        assertThatThrownBy(() -> given("").required("x", "a name"))
                .hasMessage(OPTION + " is not set, but must be a name: set it.");
    }

    /** An operator who gives white space has lost the value on the way, and did not ask for the default. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "flag", "number", "duration", "value", "parsed", "required"})
    void valueWhenOnlyWhiteSpaceThenRefused(String reader) {
        assertThatThrownBy(() -> READERS.get(reader).apply(given(" \t")))
                .isInstanceOf(BadOptionException.class)
                .hasMessageStartingWith(OPTION + " is \"\", but must be ");
    }

    @Test
    void fileFolderOrTextWhenOnlyWhiteSpaceThenRefusedAndNotTakenForUnset() {
        assertThatThrownBy(() -> given(" ").file("x", "a file")).isInstanceOf(BadOptionException.class);
        assertThatThrownBy(() -> given(" ").folder("x", "a folder")).isInstanceOf(BadOptionException.class);
        assertThatThrownBy(() -> given(" ").text("x")).isInstanceOf(BadOptionException.class);
        assertThat(given(" ").areGiven()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://user:secret@host/ | https://…@host/
            https://user:a/b@host/    | https://…@host/
            https://user:a@b@host/    | https://…@host/
            https://host/#a           | https://host/#a
            """)
    void valueWhenItHoldsAPasswordThenNotShown(String value, String shown) {
        assertThat(given(value).bad("x", "a URL")).hasMessageStartingWith(OPTION + " is \"" + shown + "\", but");
    }

    @Test
    void valueWhenItHoldsAControlCharacterThenTheSentenceStaysOnOneLine() {
        assertThat(given("a\nb").bad("x", "text")).hasMessageStartingWith(OPTION + " is \"a<U+000A>b\", but");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a, b ,,c | a b c
            ','      | ''
            ' '      | ''
            ''       | ''
            """)
    void listWhenGivenThenItsItemsAndNoneWhereItIsSetToNothing(String value, String items) {
        assertThat(String.join(" ", given(value).list("x", "master"))).isEqualTo(items);
    }

    @Test
    void listWhenNotGivenThenTheDefault() {
        Options options = Options.of("some-spi", "caregate", List.of("x"), TestConfig.scope("some-spi", "y", Map.of()));
        assertThat(options.list("x", "master")).containsExactly("master");
        assertThat(options.areGiven()).isFalse();
        assertThat(given("a").areGiven()).isTrue();
        assertThat(given("").areGiven()).isFalse();
    }

    @Test
    void folderWhenMissingThenAcceptedAndAFileIsNot(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(given(folder.toString()).folder("x", "a folder")).contains(folder);
        assertThat(given(folder + "/a/../none").folder("x", "a folder")).contains(folder.resolve("none"));
        assertThatThrownBy(() -> given(file.toString()).folder("x", "a folder"))
                .hasMessage(OPTION + " is \"" + file + "\", but must be a folder: correct it.");
        assertThatThrownBy(() -> given("a\0").folder("x", "a folder"))
                .hasMessage(OPTION + " is \"a<U+0000>\", but must be a folder: correct it.");
    }

    @Test
    void fileWhenReadableThenItsContentAndOtherwiseTheComplaintNamesTheFault(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), " content\n");
        assertThat(given(file.toString()).file("x", "a file")).contains("content");
        assertThatThrownBy(() -> given(folder + "/none").file("x", "a file"))
                .hasMessage(OPTION + " is \"" + folder
                        + "/none\", but must be a file (it cannot be read: NoSuchFileException): correct it.");
    }
}
