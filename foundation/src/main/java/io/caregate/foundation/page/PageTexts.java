package io.caregate.foundation.page;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The texts of a page in one language. Immutable, so threads may share an instance. */
public final class PageTexts {

    private static final List<Locale> LANGUAGES =
            List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH, Locale.forLanguageTag("nl"));

    private final Locale language;
    private final Map<String, String> texts;

    private PageTexts(Locale language, Map<String, String> texts) {
        this.language = language;
        this.texts = texts;
    }

    /**
     * The texts in the files {@code NAME_LANGUAGE.properties} next to this class, in the first of these languages that
     * there is, whatever its region; English if there is none. The list is that of an {@code Accept-Language} header
     * (RFC 9110 section 12.5.4), the most wanted language first.
     */
    public static PageTexts of(Class<?> neighbour, String name, List<Locale> wanted) {
        Locale language = wanted.stream()
                .flatMap(one ->
                        LANGUAGES.stream().filter(ours -> ours.getLanguage().equals(one.getLanguage())))
                .findFirst()
                .orElse(Locale.ENGLISH);
        ResourceBundle bundle = ResourceBundle.getBundle(
                neighbour.getPackageName() + "." + name,
                language,
                neighbour.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new PageTexts(
                language,
                bundle.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), bundle::getString)));
    }

    /** The language of the texts. */
    public Locale language() {
        return language;
    }

    /** All texts by their keys, as they are in the file. */
    public Map<String, String> all() {
        return texts;
    }

    /**
     * A text that is a pattern of {@link MessageFormat}, with these values.
     *
     * @throws IllegalArgumentException if there is no such text
     */
    public String filled(String key, Object... values) {
        String pattern = texts.get(key);
        if (pattern == null) {
            throw new IllegalArgumentException("No text " + key);
        }
        return new MessageFormat(pattern, language).format(values);
    }
}
