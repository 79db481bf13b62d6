package io.caregate.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.theme.PropertiesUtil;

class MessagesTest {

    private static final String EVERYWHERE = "/theme-resources/messages/messages_";
    private static final String NOTICE = "caregateNotice";
    private static final String THEME = "/theme/caregate/login/messages/messages_";
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)[^}]*}");

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "nl"})
    void refusalsAreTheKeysThatThePolicyPackNames(String language) {
        assertThat(refusals(language))
                .containsOnlyKeys(
                        "caregateRoleRequired",
                        "caregateRedirectUriNotExact",
                        "caregateResponseTypeRefused",
                        "caregatePostLogoutRedirectNotExact",
                        "caregateGuardFailed");
    }

    @ParameterizedTest
    @CsvSource({EVERYWHERE + ",de", EVERYWHERE + ",fr", EVERYWHERE + ",nl", THEME + ",de", THEME + ",fr", THEME + ",nl"
    })
    void everyLanguageHasTheKeysOfEnglishWithTheSameArguments(String bundle, String language) {
        Map<String, String> english = texts(bundle, "en");
        Map<String, String> others = texts(bundle, language);

        assertThat(others.keySet()).isEqualTo(english.keySet());
        english.forEach(
                (key, text) -> assertThat(arguments(others.get(key))).as(key).isEqualTo(arguments(text)));
    }

    @ParameterizedTest
    @CsvSource({
        EVERYWHERE + ",en",
        EVERYWHERE + ",de",
        EVERYWHERE + ",fr",
        EVERYWHERE + ",nl",
        THEME + ",en",
        THEME + ",de",
        THEME + ",fr",
        THEME + ",nl"
    })
    void everyTextIsAMessageFormatWithPairedApostrophes(String bundle, String language) {
        texts(bundle, language).forEach((key, text) -> {
            assertThat(text.replace("''", "")).as(key).doesNotContain("'");
            assertThat(new MessageFormat(text, Locale.forLanguageTag(language)).format(new Object[] {"therapist", 2}))
                    .as(key)
                    .isNotBlank()
                    .doesNotContain("{");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "nl"})
    void aRefusalSaysWhatHappenedAndThenWhatToDo(String language) {
        refusals(language)
                .forEach((key, text) ->
                        assertThat(text.split("\n\n", -1)).as(key).hasSize(2).noneMatch(String::isBlank));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "nl"})
    void refusalsAreTranslated(String language) {
        Map<String, String> translated = refusals(language);

        refusals("en")
                .forEach((key, text) -> assertThat(translated.get(key)).as(key).isNotEqualTo(text));
    }

    @Test
    void roleRequiredNamesTheRole() {
        String text = refusals("de").get("caregateRoleRequired");

        assertThat(MessageFormat.format(text, "therapist")).contains("(therapist)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "nl"})
    void noticesAreThoseOfThePackEachWithASubject(String language) {
        Map<String, String> notices = notices(language);

        assertThat(notices)
                .containsOnlyKeys(
                        "caregateNoticeRequestsSubject",
                        "caregateNoticeRequestsBody",
                        "caregateNoticeDecisionSubject",
                        "caregateNoticeDecisionBody",
                        "caregateNoticeLogSubject",
                        "caregateNoticeLogBody");
    }

    private static Map<String, String> refusals(String language) {
        Map<String, String> texts = texts(EVERYWHERE, language);
        texts.keySet().removeIf(key -> key.startsWith(NOTICE));
        return texts;
    }

    private static Map<String, String> notices(String language) {
        Map<String, String> texts = texts(EVERYWHERE, language);
        texts.keySet().removeIf(key -> !key.startsWith(NOTICE));
        return texts;
    }

    private static Map<String, String> texts(String bundle, String language) {
        String name = bundle + language + ".properties";
        try (InputStream stream = MessagesTest.class.getResourceAsStream(name)) {
            assertThat(stream).as(name).isNotNull();
            byte[] bytes = stream.readAllBytes();
            assertUtf8(name, bytes);
            Properties properties = new Properties();
            PropertiesUtil.readCharsetAware(properties, new ByteArrayInputStream(bytes));
            Map<String, String> texts = new TreeMap<>();
            properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
            return texts;
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    /** Where a file is not UTF-8 Keycloak silently reads it as ISO-8859-1, and umlauts break. */
    private static void assertUtf8(String name, byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new AssertionError(name + " is not UTF-8", e);
        }
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text)
                .results()
                .map(argument -> argument.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
