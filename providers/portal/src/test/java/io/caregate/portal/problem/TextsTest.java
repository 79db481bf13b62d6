package io.caregate.portal.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private static final ResourceBundle ENGLISH = ResourceBundle.getBundle("caregate-portal.texts", Locale.ENGLISH);

    @ParameterizedTest
    @EnumSource(Language.class)
    void textWhenInEnglishThenInEveryLanguageAndNoOther(Language language) {
        ResourceBundle texts = ResourceBundle.getBundle("caregate-portal.texts", Locale.forLanguageTag(language.tag()));

        assertThat(texts.getLocale().getLanguage()).isEqualTo(language.tag());
        assertThat(texts.keySet()).isEqualTo(ENGLISH.keySet());
    }

    @ParameterizedTest
    @CsvSource({"ENGLISH, Not found", "GERMAN, Nicht gefunden", "DUTCH, Niet gevonden", "FRENCH, Introuvable"})
    void titleWhenShownThenInTheLanguage(Language language, String title) {
        assertThat(language.title(ProblemType.NOT_FOUND)).isEqualTo(title);
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void problemWhenItExistsThenTitleAndDetail(ProblemType type) {
        assertThat(ENGLISH.getString(type.code() + ".title")).isNotBlank();
        assertThat(ENGLISH.getString(type.code() + ".detail")).isNotBlank();
    }

    @Test
    void problemWhenInTheCodeThenInTheOpenApiFileAndNoOther() throws IOException {
        String file = Files.readString(Path.of("src/main/resources/caregate-portal/openapi.yaml"));
        String codes = file.substring(file.indexOf("ProblemCode:\n      enum:"), file.indexOf("\n  responses:\n"));

        Set<String> listed = Pattern.compile("- ([a-z-]+)")
                .matcher(codes)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(listed)
                .isEqualTo(
                        Stream.of(ProblemType.values()).map(ProblemType::code).collect(Collectors.toSet()));
    }

    @Test
    void errorWhenRaisedHereOrByTheRulesThenItHasAText() throws IOException {
        Set<String> raised = new TreeSet<>();
        for (String room : List.of("src/main/java/io/caregate/portal/key", "src/main/java/io/caregate/portal/client")) {
            raised.addAll(codes(
                    Path.of(room),
                    "(?:(?:[eE]rror|FieldError)(?:\\.of)?\\((?:\"[A-Za-z]+/?\"|[a-z]+)(?: \\+ [^,\"]+)?,"
                            + " |BadKeyException\\(|Optional\\.of\\()\"([a-z-]+)\""));
        }
        raised.addAll(codes(
                Path.of("../policy/src/main/java/io/caregate/policy/rule"),
                "(?:violation|new Violation)\\(\\s*\"([a-z-]+)\""));

        assertThat(raised).contains("wildcard", "key-private", "url-not-public", "origin-form");
        assertThat(raised).allSatisfy(code -> assertThat(ENGLISH.containsKey("field." + code))
                .as(code)
                .isTrue());
    }

    private static Set<String> codes(Path folder, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(
                            file -> Pattern.compile(pattern).matcher(read(file)).results())
                    .map((MatchResult found) -> found.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            null                      | ENGLISH
            ''                        | ENGLISH
            de                        | GERMAN
            de-AT,en;q=0.5            | GERMAN
            en-US,de;q=0.5            | ENGLISH
            es,de;q=0.8,en;q=0.5      | GERMAN
            fr-BE,nl;q=0.8            | FRENCH
            nl-BE                     | DUTCH
            es                        | ENGLISH
            *                         | ENGLISH
            ;;;                       | ENGLISH
            """)
    void languageWhenAskedForThenTheBestThatThereIs(String header, Language language) {
        assertThat(Language.accepted(header)).isEqualTo(language);
    }

    @Test
    void errorWhenItsCodeIsUnknownThenItsDescriptionIsShown() {
        assertThat(Language.GERMAN.detail(new FieldError("#", "new-code", "Described.", null)))
                .isEqualTo("Described.");
    }
}
