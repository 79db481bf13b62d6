package io.caregate.portal.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A language of the portal's own texts. */
public enum Language {
    ENGLISH(Locale.ENGLISH),
    GERMAN(Locale.GERMAN),
    DUTCH(Locale.forLanguageTag("nl")),
    FRENCH(Locale.FRENCH);

    private static final int LONGEST_HEADER = 200;
    private static final List<String> TAGS =
            Arrays.stream(values()).map(Language::tag).toList();

    // A bundle cannot be changed.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ResourceBundle texts;

    private final String tag;

    Language(Locale locale) {
        tag = locale.getLanguage();
        texts = ResourceBundle.getBundle("caregate-portal.texts", locale, Language.class.getClassLoader());
    }

    /** The best for an {@code Accept-Language} header (RFC 9110 section 12.5.4); English if nothing fits. */
    public static Language accepted(@Nullable String header) {
        if (header == null || header.isBlank() || header.length() > LONGEST_HEADER) {
            return ENGLISH;
        }
        try {
            int best = TAGS.indexOf(Locale.lookupTag(Locale.LanguageRange.parse(header), TAGS));
            return best < 0 ? ENGLISH : values()[best];
        } catch (IllegalArgumentException unreadable) {
            return ENGLISH;
        }
    }

    /** The tag in {@code lang} and {@code Content-Language}. */
    public String tag() {
        return tag;
    }

    public String title(ProblemType type) {
        return texts.getString(type.code() + ".title");
    }

    public String detail(ProblemType type) {
        return texts.getString(type.code() + ".detail");
    }

    /** The text for a problem: that of its code, otherwise the English description. */
    public String detail(FieldError error) {
        try {
            return texts.getString("field." + error.code());
        } catch (MissingResourceException untold) {
            String description = error.description();
            return description == null ? texts.getString("field.rule-broken") : description;
        }
    }

    /** A text of the page of problems. */
    String page(String key) {
        return texts.getString("page." + key);
    }

    /** The codes of problems that have a text, sorted. */
    List<String> fieldCodes() {
        return texts.keySet().stream()
                .filter(key -> key.startsWith("field."))
                .map(key -> key.substring("field.".length()))
                .sorted()
                .toList();
    }

    /** The text of a code of {@link #fieldCodes()}. */
    String field(String code) {
        return texts.getString("field." + code);
    }
}
