package io.caregate.audit.verify.siem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The records that the server makes of entries, in each format: a test of the formats compares them with this file. */
final class SiemRecords {
    static final String ORIGIN = "sso.example.org/audit";
    static final List<String> FORMATS = List.of("json", "ecs", "ocsf", "cloudevents");

    private SiemRecords() {}

    /** All lines of the file: {@code seq}, {@code leaf}, {@code payload}, and a record in each format. */
    static List<Map<String, Object>> all() throws IOException {
        try (InputStream file = SiemRecords.class.getResourceAsStream("/siem/records.jsonl")) {
            List<Map<String, Object>> lines = new ArrayList<>();
            read(new String(file.readAllBytes(), StandardCharsets.UTF_8), lines);
            return lines;
        }
    }

    /** The objects of a text, as the program reads them. Throws if one is unreadable. */
    static void read(String text, List<Map<String, Object>> lines) throws IOException {
        new SiemLines(stream(text), new SiemLines.Records() {
                    @Override
                    public void record(long line, Map<String, Object> record) {
                        lines.add(record);
                    }

                    @Override
                    public void unreadable(long line, String why) {
                        throw new IllegalStateException(line + ": " + why);
                    }
                })
                .read();
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> record(Map<String, Object> line, String format) {
        return (Map<String, Object>) line.get(format);
    }

    /** The paths of all values that are neither lists nor objects. */
    static List<String> paths(Map<String, Object> record) {
        List<String> paths = new ArrayList<>();
        collect("", record, paths);
        return paths;
    }

    private static void collect(String path, Map<?, ?> object, List<String> paths) {
        object.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                collect(path + name + "/", inner, paths);
            } else if (!(value instanceof List<?>)) {
                paths.add(path + name);
            }
        });
    }

    /** A copy in which the value at this path is replaced; if the replacement is null, removed. */
    static Map<String, Object> with(
            Map<String, Object> record, String path, BiFunction<String, Object, Object> replacement) {
        Map<String, Object> copy = new LinkedHashMap<>(record);
        int slash = path.indexOf('/');
        if (slash >= 0) {
            String name = path.substring(0, slash);
            copy.put(name, with(record(copy, name), path.substring(slash + 1), replacement));
        } else {
            Object value = replacement.apply(path, copy.get(path));
            if (value == null) {
                copy.remove(path);
            } else {
                copy.put(path, value);
            }
        }
        return copy;
    }

    /** The record on one line. */
    static String json(Object record) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(json, record);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : object.entrySet()) {
                json.writeFieldName(member.getKey().toString());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }
}
