package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client is for; the rules read it from the attribute {@value #ATTRIBUTE}. */
public enum Environment {
    @JsonProperty("acceptance")
    ACCEPTANCE,
    @JsonProperty("production")
    PRODUCTION;

    static final String ATTRIBUTE = "caregate.environment";

    /** The environment that an attribute stands for; whatever cannot be read is the strict one. */
    static Environment of(@Nullable String attribute) {
        return "acceptance".equals(attribute) ? ACCEPTANCE : PRODUCTION;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
