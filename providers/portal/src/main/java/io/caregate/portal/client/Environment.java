package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The purpose of a client; the rules read it from the attribute {@value #ATTRIBUTE}. */
public enum Environment {
    @JsonProperty("acceptance")
    ACCEPTANCE,
    @JsonProperty("production")
    PRODUCTION;

    static final String ATTRIBUTE = "caregate.environment";

    /** The environment that an attribute names; an unreadable attribute means the strict one. */
    static Environment of(@Nullable String attribute) {
        return "acceptance".equals(attribute) ? ACCEPTANCE : PRODUCTION;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
