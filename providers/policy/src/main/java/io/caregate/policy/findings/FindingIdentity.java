package io.caregate.policy.findings;

import org.jspecify.annotations.Nullable;

/**
 * The fields by which a finding is the same in two reports. How often and when it was seen are not among them. Nor is
 * the value of a finding known from requests only, since that is the value of the last request.
 *
 * @param which the hook of a finding known from requests only, otherwise the value
 */
record FindingIdentity(@Nullable String client, String rule, String field, boolean stored, String which) {

    static FindingIdentity of(@Nullable String client, String rule, String field, @Nullable String hook, String value) {
        // The field of a request is also that of the last one.
        return hook == null
                ? new FindingIdentity(client, rule, field, true, value)
                : new FindingIdentity(client, rule, "", false, hook);
    }
}
