package io.caregate.policy.rule;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scopes of SMART App Launch 2.2, "Scopes and Launch Context". */
public final class SmartScope {
    private static final List<String> BEGINNINGS = List.of("patient/", "user/", "system/", "launch/");
    private static final List<String> NAMES = List.of("launch", "fhirUser");

    private SmartScope() {}

    /** Whether a request's parameter {@code scope} names one. */
    public static boolean isIn(@Nullable String scope) {
        return scope != null
                && Arrays.stream(scope.split(" "))
                        .anyMatch(word ->
                                NAMES.contains(word) || BEGINNINGS.stream().anyMatch(word::startsWith));
    }
}
