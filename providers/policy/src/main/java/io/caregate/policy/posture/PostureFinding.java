package io.caregate.policy.posture;

import io.caregate.policy.rule.PrintableText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that weakens a realm although no rule forbids it. Nothing is refused for it.
 *
 * @param subject the object that it concerns, such as {@code client app} or {@code user admin}; empty for the realm
 * @param field the field in the spelling of the Admin API
 * @param value its value
 * @param problem half a sentence on the weakness
 * @param advice half a sentence on what to do
 * @param at its location
 */
public record PostureFinding<N extends Written<N>>(
        PostureCheck check, String subject, String field, String value, String problem, String advice, N at) {

    private static final int LONGEST = 120;

    /** The finding for programs, member by member, in the order in which documents show them. */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("check", check.id());
        members.put("subject", subject);
        members.put("field", field);
        members.put("value", value);
        members.put("problem", problem);
        members.put("advice", advice);
        members.put("reason", check.reason());
        return members;
    }

    /** One sentence for people, whatever the value contains. */
    public String text() {
        return field + " '" + PrintableText.printable(value, LONGEST) + "': " + problem + "; " + advice + " ("
                + check.id() + ").";
    }
}
