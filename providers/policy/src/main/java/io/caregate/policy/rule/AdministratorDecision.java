package io.caregate.policy.rule;

import java.util.Optional;

/**
 * What only an administrator may decide for a client that administers itself, that is: one that registered itself (RFC
 * 7591), or whose owner has a registration access token. The client's own fields do not say who set them, and may be
 * older than the pack or than the protection of an API. So an attribute of the client remembers the decision. No
 * registrant can write it.
 */
public enum AdministratorDecision {
    /** Users are not asked for consent although the client reaches a protected API. */
    WITHOUT_CONSENT("caregate.without-consent", RuleId.REQUIRED_ROLE),
    /** Tokens carry all roles of their user. */
    FULL_SCOPE("caregate.full-scope", RuleId.TOKEN_SUBJECT);

    private final String attribute;
    private final RuleId rule;

    AdministratorDecision(String attribute, RuleId rule) {
        this.attribute = attribute;
        this.rule = rule;
    }

    /** The attribute of the client that remembers the decision; its value is {@code true}. */
    public String attribute() {
        return attribute;
    }

    /** The rule that an undecided client would break. */
    public RuleId rule() {
        return rule;
    }

    /**
     * Whether an administrator has decided.
     *
     * @param remembered whether the attribute says so
     * @param itself whether the client administers itself
     * @param so whether the client is stored as an administrator may have decided
     */
    public static boolean isTaken(boolean remembered, boolean itself, boolean so) {
        return remembered || (so && !itself);
    }

    /**
     * What an administrator's change of a client that administers itself decides. A field that stays as it was is no
     * decision: consoles send all fields back.
     *
     * @param before whether the client was stored so
     * @param after whether it is now
     * @return what the attribute must say from now on; empty if it stays
     */
    public static Optional<Boolean> by(boolean before, boolean after) {
        return before == after && after ? Optional.empty() : Optional.of(after);
    }
}
