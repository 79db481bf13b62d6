package io.caregate.policy.client;

import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The problems in the fields of a written client, a sentence for each. An absent text is not a problem. */
final class FieldProblems {

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int SHOWN = 60;

    private final List<String> sentences = new ArrayList<>();

    List<String> all() {
        return List.copyOf(sentences);
    }

    void in(String field, @Nullable String text) {
        in(field, text, StorableText.COLUMN);
    }

    void inRequired(String field, @Nullable String text) {
        if (text == null) {
            add(field, "", "it is missing; write it");
        }
        in(field, text);
    }

    void inList(String field, @Nullable List<String> texts) {
        if (texts != null) {
            texts.forEach(text -> in(field, text));
        }
    }

    /** Names are stored in a limited column, values in an unlimited one. */
    void inEntries(String field, @Nullable Map<String, String> entries) {
        if (entries != null) {
            entries.forEach((name, value) -> {
                in(field, name);
                in(field + "." + PrintableText.printable(name, SHOWN), value, UNLIMITED);
            });
        }
    }

    private void in(String field, @Nullable String text, int most) {
        if (text != null) {
            StorableText.problem(text, most).ifPresent(problem -> add(field, text, problem));
        }
    }

    void add(String field, String text, String problem) {
        sentences.add(field + " '" + PrintableText.printable(text, SHOWN) + "': " + problem + ".");
    }
}
