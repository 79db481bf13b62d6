package io.caregate.policy.findings;

import java.util.Locale;

/** What a rule makes of what was found. The name in small letters is API. */
enum Impact {
    /** It breaks the rule: a request or a write is refused, or nobody is admitted. */
    REFUSED,
    /** It goes on to work, but otherwise than it is written: it is capped, left out, or never runs. */
    CHANGED;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
