package io.caregate.audit.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The query parameters of a request: known ones only, each once, none empty. */
final class Parameters {
    private static final int MAX_LENGTH = 1024;
    private static final int MAX_LIMIT = 1000;
    private static final Pattern LIMIT = Pattern.compile("\\d{1,5}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

    private final Map<String, String> given;

    private Parameters(Map<String, String> given) {
        this.given = given;
    }

    /** Throws for a parameter that is unknown, given twice, empty or too long. */
    static Parameters of(Map<String, List<String>> parameters, List<String> known) throws BadParameterException {
        Map<String, String> given = new TreeMap<>();
        for (Map.Entry<String, List<String>> parameter : new TreeMap<>(parameters).entrySet()) {
            String name = parameter.getKey();
            if (!known.contains(name)) {
                throw new BadParameterException(name, "is unknown; known are " + known);
            }
            List<String> values = parameter.getValue();
            if (values.size() != 1) {
                throw new BadParameterException(name, "is given " + values.size() + " times; give it once");
            }
            String value = values.get(0);
            if (value.isEmpty() || value.length() > MAX_LENGTH) {
                throw new BadParameterException(name, "must have 1 to " + MAX_LENGTH + " characters");
            }
            given.put(name, value);
        }
        return new Parameters(given);
    }

    /** All of them, by name. */
    Map<String, String> all() {
        return given;
    }

    /** The most items of a page. */
    int limit(String name, int otherwise) throws BadParameterException {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        int limit = LIMIT.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadParameterException(name, "must be a number from 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    /** A whole number that is not negative. */
    Optional<Long> number(String name) throws BadParameterException {
        String value = given.get(name);
        if (value != null && !NUMBER.matcher(value).matches()) {
            throw new BadParameterException(name, "must be a whole number");
        }
        return Optional.ofNullable(value).map(Long::valueOf);
    }
}
