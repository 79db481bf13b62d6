package io.caregate.portal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.RequestRule;
import io.caregate.portal.store.HourlyQuota;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationRuleTest {
    private static final int MOST_CLIENTS = 5;
    private static final int MOST_AN_HOUR = 3;
    private static final long NOW = 1_000_000;

    private static RegistrationRule rule(RegistrationMode mode) {
        return new RegistrationRule(mode, MOST_CLIENTS, MOST_AN_HOUR);
    }

    private static HourlyQuota counted(int times) {
        HourlyQuota quota = new HourlyQuota("user", "realm", NOW);
        for (int i = 0; i < times; i++) {
            quota.count(NOW, times);
        }
        return quota;
    }

    /** What becomes of it, once all that the rule decides is asked in the order of a call. */
    private static String outcome(RegistrationMode mode, Optional<ProblemType> refusal, Runnable count) {
        try {
            ProblemException.refuse(refusal);
            count.run();
            return mode == RegistrationMode.APPROVAL ? "REQUESTED" : "AT_ONCE";
        } catch (ProblemException refused) {
            return refused.type().name();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SELF_SERVICE, true,  0, 0, AT_ONCE",
        "SELF_SERVICE, true,  4, 2, AT_ONCE",
        "SELF_SERVICE, true,  5, 2, LIMIT_REACHED",
        "SELF_SERVICE, true,  6, 2, LIMIT_REACHED",
        "SELF_SERVICE, true,  4, 3, TOO_MANY",
        "SELF_SERVICE, true,  5, 3, LIMIT_REACHED",
        "SELF_SERVICE, false, 0, 0, ROLE_MISSING",
        "APPROVAL,     true,  0, 0, REQUESTED",
        "APPROVAL,     true,  4, 2, REQUESTED",
        "APPROVAL,     true,  5, 2, LIMIT_REACHED",
        "APPROVAL,     true,  4, 3, TOO_MANY",
        "APPROVAL,     false, 0, 0, ROLE_MISSING",
        "ADMIN_ONLY,   true,  0, 0, REGISTRATION_CLOSED",
        "ADMIN_ONLY,   true,  5, 3, REGISTRATION_CLOSED",
        "ADMIN_ONLY,   false, 0, 0, ROLE_MISSING",
    })
    void newClientWhenModeRoleOrALimitForbidsItThenRefused(
            RegistrationMode mode, boolean developer, int used, int thisHour, String outcome) {
        RegistrationRule rule = rule(mode);

        assertThat(outcome(mode, rule.newClient(developer), () -> rule.countClient(counted(thisHour), used, NOW)))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "SELF_SERVICE, true,  false, SELF_SERVICE,",
        "SELF_SERVICE, true,  true,  APPROVAL,",
        "SELF_SERVICE, false, false, SELF_SERVICE,",
        "APPROVAL,     true,  false, APPROVAL,",
        "APPROVAL,     true,  true,  APPROVAL,",
        "APPROVAL,     false, false, SELF_SERVICE,",
        "ADMIN_ONLY,   true,  false, ADMIN_ONLY, REGISTRATION_CLOSED",
        "ADMIN_ONLY,   true,  true,  ADMIN_ONLY, REGISTRATION_CLOSED",
        "ADMIN_ONLY,   false, false, SELF_SERVICE,",
    })
    void changeWhenItReachesNoFurtherThenAtOnceInEveryMode(
            RegistrationMode mode,
            boolean reachesFurther,
            boolean wantsRole,
            RegistrationMode modeOfChange,
            ProblemType refusal) {
        assertThat(rule(mode).modeOfChange(reachesFurther, wantsRole)).isEqualTo(modeOfChange);
        assertThat(RequestRule.closed(modeOfChange).orElse(null)).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "SELF_SERVICE, false, SELF_SERVICE",
        "SELF_SERVICE, true,  APPROVAL",
        "APPROVAL,     false, APPROVAL",
        "APPROVAL,     true,  APPROVAL",
        "ADMIN_ONLY,   false, ADMIN_ONLY",
        "ADMIN_ONLY,   true,  ADMIN_ONLY",
    })
    void newClientWhenItAsksForARoleThenNeverAtOnce(RegistrationMode mode, boolean wantsRole, RegistrationMode then) {
        assertThat(rule(mode).modeOfCreation(wantsRole)).isEqualTo(then);
    }

    @Test
    void refusalWhenOfALimitThenNotCountedAndOnlyTheHourSaysHowLongToWait() {
        RegistrationRule rule = rule(RegistrationMode.SELF_SERVICE);
        HourlyQuota quota = counted(MOST_AN_HOUR - 1);

        assertThat(waitAfter(() -> rule.countClient(quota, MOST_CLIENTS, NOW))).isNull();
        rule.countChange(quota, NOW);
        assertThat(waitAfter(() -> rule.countChange(quota, NOW + 60_000))).isEqualTo(Duration.ofMinutes(59));
        assertThat(waitAfter(() -> rule.countClient(quota, 0, NOW + 60_000))).isEqualTo(Duration.ofMinutes(59));
        rule.countClient(quota, 0, NOW + Duration.ofHours(1).toMillis());
    }

    private static Duration waitAfter(Runnable count) {
        try {
            count.run();
        } catch (ProblemException refused) {
            return refused.retryAfter();
        }
        throw new AssertionError("counted");
    }
}
