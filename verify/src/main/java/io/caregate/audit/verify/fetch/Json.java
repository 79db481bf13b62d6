package io.caregate.audit.verify.fetch;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts in JSON. */
final class Json {
    private Json() {}

    /** The text in quotes. */
    static String text(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
