package io.caregate.policy.rule;

/**
 * Why a value is not accepted, and what to write instead.
 *
 * @param code the kind of violation for programs, see {@link Finding#code()}
 * @param problem a clause, such as {@code "it has a wildcard"}
 * @param advice an imperative, such as {@code "register each URI in full"}
 */
record Violation(String code, String problem, String advice) {

    Finding at(RuleId rule, String field, String value) {
        return new Finding(rule, field, value, code, problem, advice);
    }
}
