package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of the server's pages in four languages, and that no page has a text outside of them. */
final class TranslationsTest {
    private static final String ENGLISH = "_en.properties";
    private static final List<String> LANGUAGES = List.of("de", "fr", "nl");
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)");
    /** What is written in the same way in every language: markup, addresses and a part of a JWK. */
    private static final Pattern VERBATIM = Pattern.compile("<[^>]*>|\\S+:/\\S+|\"use\":\"sig\"|\\[\"code\"]|''");

    private static final Map<String, Pattern> WRONG = Map.of(
            "de", Pattern.compile("[\\s\u202f][:;!?](?=\\s[^+/=]|$)|[\"']"),
            // French has a narrow no-break space before double punctuation and inside its quotation marks.
            "fr", Pattern.compile("(?<!\u202f)(?:[;!?»]|:(?=\\s|$))|«(?!\u202f)|[\"']"),
            "nl", Pattern.compile("[\\s\u202f][:;!?](?=\\s[^+/=]|$)|[\"']"));

    private static final Pattern DIRECTIVE = Pattern.compile("(?s)<#--.*?-->|</?#[^>]*>|\\$\\{[^}]*}");
    private static final Pattern MARKUP = Pattern.compile("(?s)<style>.*?</style>|<[!/a-z][^>]*>|&[a-z]+;");
    private static final Pattern SAID = Pattern.compile("<[^>]*?(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    static Stream<Path> englishFiles() {
        List<Path> files = Repository.files(ENGLISH).stream()
                .filter(file -> file.toString().contains("/src/main/resources/"))
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("englishFiles")
    void textWhenInEnglishThenInEveryLanguageWithTheSameArguments(Path file) {
        for (String language : LANGUAGES) {
            assertThat(differences(texts(file), texts(in(language, file))))
                    .as("%s %s", language, file)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("englishFiles")
    void textWhenTranslatedThenInTheTypographyOfItsLanguage(Path file) {
        for (String language : LANGUAGES) {
            texts(in(language, file)).forEach((key, text) -> assertThat(wrong(language, text))
                    .as("%s %s: %s", language, key, text)
                    .isFalse());
        }
    }

    @Test
    void textsWhenTheyDifferThenEachDifferenceIsFound() {
        Map<String, String> english = Map.of("a", "A {0}", "b", "B", "c", "C");

        assertThat(differences(english, Map.of("a", "A", "b", " ", "d", "D")))
                .containsExactly("a: arguments", "b: empty", "c: missing", "d: not in English");
        assertThat(differences(english, Map.of("a", "{0} A", "b", "B", "c", "C")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fr | Que faire :               | true
            fr | Que faire\u202f:           | false
            fr | l'hôte                    | true
            fr | l’hôte, https://a.example | false
            fr | «\u202f.\u202f»           | false
            fr | « . »                     | true
            nl | Wat te doen :             | true
            nl | Wat te doen: dit          | false
            de | Was zu tun ist ?          | true
            """)
    void typographyWhenWrongThenFound(String language, String text, boolean wrong) {
        assertThat(wrong(language, text + (text.endsWith(":") ? " x" : ""))).isEqualTo(wrong);
    }

    @Test
    void textWhenInATemplateThenFromTheFilesOfTexts() {
        List<Path> templates = Repository.files(".ftlh");

        assertThat(templates).hasSizeGreaterThanOrEqualTo(3);
        assertThat(templates).allSatisfy(template -> assertThat(outside(Repository.read(template)))
                .as(template.toString())
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "<p>Hello</p>                                  | Hello",
                "<img alt=\"Hello\">                           | Hello",
                "<p class=\"b\">${texts[\"hello\"]}</p>        | ``",
                "<#if isOld><p lang=\"en\">${a}</p></#if>      | ``",
                "<#-- Hello -->                                | ``",
                "<li<#if isOld> class=\"old\"</#if>>${a}</li>   | ``",
            })
    void textWhenWrittenInATemplateThenFound(String template, String words) {
        assertThat(String.join(" ", outside(template))).isEqualTo(words);
    }

    private static List<String> differences(Map<String, String> english, Map<String, String> translated) {
        List<String> found = new ArrayList<>();
        new TreeMap<>(english).forEach((key, text) -> {
            String other = translated.get(key);
            if (other == null) {
                found.add(key + ": missing");
            } else if (other.isBlank()) {
                found.add(key + ": empty");
            } else if (!arguments(text).equals(arguments(other))) {
                found.add(key + ": arguments");
            }
        });
        translated.keySet().stream()
                .filter(key -> !english.containsKey(key))
                .sorted()
                .forEach(key -> found.add(key + ": not in English"));
        return found;
    }

    /** An argument may be named more often in one language than in another: a plural names it in each form. */
    private static List<String> arguments(String text) {
        return ARGUMENT.matcher(text)
                .results()
                .map((MatchResult one) -> one.group(1))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean wrong(String language, String text) {
        Pattern pattern = WRONG.get(language);
        return pattern != null
                && pattern.matcher(VERBATIM.matcher(text).replaceAll("")).find();
    }

    private static List<String> outside(String template) {
        String page = DIRECTIVE.matcher(template).replaceAll("");
        // Words of attributes go before their tags.
        String said = SAID.matcher(page).replaceAll("$1 $0");
        String text = MARKUP.matcher(said).replaceAll(" ");
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    private static Path in(String language, Path english) {
        String name = english.getFileName().toString();
        return english.resolveSibling(name.replace(ENGLISH, "_" + language + ".properties"));
    }

    private static Map<String, String> texts(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        return texts;
    }
}
