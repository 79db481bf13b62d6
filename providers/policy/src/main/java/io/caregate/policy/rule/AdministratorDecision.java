package io.caregate.policy.rule;

import java.util.Optional;

/**
 * The decisions that only an administrator may make for a client that administers itself: one that registered itself
 * (RFC 7591), or whose owner has a registration access token. The client's own fields do not say who set them, and may
 * be older than the pack or than the protection of an API. So an attribute of the client records the decision. No
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

    /** The attribute of the client that records the decision; its value is {@code true}. */
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
     * The decision in an administrator's change of a client that administers itself. A field that stays as it was is
     * not a decision: consoles send all fields back.
     *
     * @param before whether the client was stored so
     * @param after whether it is now
     * @return what the attribute must say from now on; empty if it stays
     */
    public static Optional<Boolean> by(boolean before, boolean after) {
        return before == after && after ? Optional.empty() : Optional.of(after);
    }
}
