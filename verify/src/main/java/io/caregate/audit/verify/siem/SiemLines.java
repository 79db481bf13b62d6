package io.caregate.audit.verify.siem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the records of a SIEM's export: one JSON value a line (newline-delimited JSON). A line is a record, a list of
 * records, or the message of a webhook, whose {@code data} is a list of records. One record at a time is in memory, and
 * one line, of at most {@value #MAX_LINE} bytes.
 */
final class SiemLines {
    static final int MAX_LINE = 8 * 1024 * 1024;
    /** Of Standard Webhooks, beside the data. */
    private static final Set<String> MESSAGE = Set.of("type", "timestamp");

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final InputStream in;
    private final Records records;

    SiemLines(InputStream in, Records records) {
        this.in = new BufferedInputStream(in);
        this.records = records;
    }

    /** Receives what is read. */
    interface Records {
        /** A record, with the number of its line. Values are {@code String}, {@code Long}, lists, maps. */
        void record(long line, Map<String, Object> record) throws IOException;

        /** A line, or the rest of it, that is not read, and why. */
        void unreadable(long line, String why);
    }

    void read() throws IOException {
        long number = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean begun = false;
        boolean tooLong = false;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                number++;
                take(number, line.toByteArray(), tooLong);
                line = new ByteArrayOutputStream();
                begun = false;
                tooLong = false;
            } else {
                begun = true;
                tooLong |= line.size() >= MAX_LINE;
                if (!tooLong) {
                    line.write(next);
                }
            }
        }
        if (begun) {
            take(number + 1, line.toByteArray(), tooLong);
        }
    }

    private void take(long number, byte[] line, boolean tooLong) throws IOException {
        if (tooLong) {
            records.unreadable(number, "it is longer than " + MAX_LINE + " bytes: export one record a line");
            return;
        }
        try (JsonParser parser = FACTORY.createParser(line)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return;
            }
            value(number, line, parser, token);
            if (parser.nextToken() != null) {
                records.unreadable(number, "there is something behind its JSON value");
            }
        } catch (JacksonException | CharConversionException e) {
            records.unreadable(number, "it is not a JSON value that has each of its members once");
        }
    }

    private void value(long number, byte[] line, JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            object(number, line, parser);
        } else if (token == JsonToken.START_ARRAY) {
            list(number, parser);
        } else {
            records.unreadable(number, "it is not a JSON object");
        }
    }

    private void list(long number, JsonParser parser) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                records.record(number, members(parser));
            } else {
                parser.skipChildren();
                records.unreadable(number, "its list has something that is not a JSON object");
            }
        }
    }

    /** The data of a webhook's message is not kept: there may be thousands of records. */
    private void object(long number, byte[] line, JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        boolean isMessage = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("data") && token == JsonToken.START_ARRAY && isMessage(line)) {
                isMessage = true;
                list(number, parser);
            } else {
                members.put(name, value(parser));
            }
        }
        if (!isMessage) {
            records.record(number, members);
        } else if (members.keySet().stream().anyMatch(name -> !MESSAGE.contains(name))) {
            records.unreadable(number, "the message of a webhook has something else beside its data");
        }
    }

    /** Looks ahead: a SIEM may have put the data before the type. */
    private static boolean isMessage(byte[] line) throws IOException {
        try (JsonParser parser = FACTORY.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals("type")) {
                    return parser.getText().equals("caregate.audit");
                }
                parser.skipChildren();
            }
            return false;
        }
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> whole(parser.getText());
            case VALUE_NULL -> List.of();
            default -> parser.getText();
        };
    }

    /** A number of more digits than any of a log's stays text. */
    private static Object whole(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return digits;
        }
    }
}
