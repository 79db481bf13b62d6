package io.caregate.policy.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The purpose of a client, from its attribute {@value #ATTRIBUTE}. */
public enum Environment {
    /** Patients' data. This is the default, so that a forgotten attribute is the strict choice. */
    PRODUCTION,
    /** A developer's machine: {@code http://localhost} may be registered. */
    ACCEPTANCE;

    /** The client attribute that names the environment. */
    public static final String ATTRIBUTE = "caregate.environment";

    /** Reads the attribute; null and empty mean production, an unknown word has no meaning. */
    public static Optional<Environment> parse(@Nullable String attribute) {
        if (attribute == null || attribute.isEmpty() || attribute.equals("production")) {
            return Optional.of(PRODUCTION);
        }
        return attribute.equals("acceptance") ? Optional.of(ACCEPTANCE) : Optional.empty();
    }

    /** The environment that the attribute names; the strict one if it cannot be read. */
    public static Environment ofAttribute(@Nullable String attribute) {
        return parse(attribute).orElse(PRODUCTION);
    }
}
