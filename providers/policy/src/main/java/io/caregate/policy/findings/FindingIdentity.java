package io.caregate.policy.findings;

import org.jspecify.annotations.Nullable;

/**
 * What makes a finding the same in two reports. How often and when it was seen does not; nor does the value of one that
 * is known from requests only, since that is the value of the last request.
 *
 * @param which the hook of a finding that is known from requests only, else the value
 */
record FindingIdentity(@Nullable String client, String rule, String field, boolean stored, String which) {

    static FindingIdentity of(@Nullable String client, String rule, String field, @Nullable String hook, String value) {
        // The field of a request is that of the last one too.
        return hook == null
                ? new FindingIdentity(client, rule, field, true, value)
                : new FindingIdentity(client, rule, "", false, hook);
    }
}
