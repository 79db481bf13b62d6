package io.caregate.policy.rule;

/**
 * One rule that a client breaks, in words that a tired operator can act on.
 *
 * @param rule the rule that is broken
 * @param field the field of the client representation, in the spelling of the Admin API
 * @param value the value that breaks it, as it was given
 * @param code the kind of problem for programs, in kebab-case; stable, unlike the texts
 * @param problem the problem with the value, a clause such as {@code "it has a wildcard"}
 * @param advice what to write instead, an imperative such as {@code "register each URI in full"}
 */
public record Finding(RuleId rule, String field, String value, String code, String problem, String advice) {

    /** The code of findings that their rule and field distinguish well enough. */
    public static final String RULE_BROKEN = "rule-broken";

    private static final int SHOWN_VALUE = 120;

    /** A finding with the code {@value #RULE_BROKEN}. */
    public Finding(RuleId rule, String field, String value, String problem, String advice) {
        this(rule, field, value, RULE_BROKEN, problem, advice);
    }

    /**
     * The finding as one sentence. The value is escaped and truncated to 120 characters, so that the sentence is safe
     * in a log line or an OAuth error description. Code that puts it into HTML must escape it there.
     */
    public String text() {
        return field + " " + quoted(value) + ": " + problem + "; " + advice + " (" + rule.id() + ").";
    }

    /** The same for a reader who already has the advice. */
    public String textWithoutAdvice() {
        return field + " " + quoted(value) + ": " + problem + " (" + rule.id() + ").";
    }

    private static String quoted(String value) {
        String escaped = PrintableText.printable(value, SHOWN_VALUE);
        return value.length() > SHOWN_VALUE
                ? "'" + escaped + "...' (" + value.length() + " characters)"
                : "'" + escaped + "'";
    }
}
