package io.caregate.policy.findings;

import java.util.Locale;

/** The effect of a rule on a finding. The name in small letters is API. */
enum Impact {
    /** It breaks the rule: a request or a write is refused, or no one is admitted. */
    REFUSED,
    /** It still works, but not as it is written: it is capped, left out, or never runs. */
    CHANGED;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
