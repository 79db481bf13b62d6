package io.caregate.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.store.StoredRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRuleTest {
    private static StoredRequest request(String state) {
        StoredRequest request = new StoredRequest("id", "realm", "requester", null, null, "{}", "purpose", 0);
        if (!state.equals(StoredRequest.PENDING)) {
            request.decide(state, "decider", 0, null);
        }
        return request;
    }

    @ParameterizedTest
    @CsvSource({
        "pending, another,",
        "pending, requester, OWN_REQUEST",
        "accepted, another, NOT_PENDING",
        "accepted, requester, OWN_REQUEST",
        "declined, another, NOT_PENDING",
        "declined, decider, NOT_PENDING",
        "withdrawn, another, NOT_PENDING",
        "withdrawn, requester, OWN_REQUEST",
    })
    void decisionWhenByTheRequesterOrTooLateThenRefused(String state, String person, ProblemType refusal) {
        assertThat(RequestRule.decide(request(state), "requester", person).orElse(null))
                .isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource({"ADMIN_ONLY, REGISTRATION_CLOSED", "APPROVAL,", "SELF_SERVICE,"})
    void acceptanceWhenOnlyAdministratorsRegisterThenRefused(RegistrationMode mode, ProblemType refusal) {
        assertThat(RequestRule.closed(mode).orElse(null)).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, requester,",
        "pending, another, NOT_FOUND",
        "accepted, requester, NOT_PENDING",
        "accepted, another, NOT_FOUND",
        "declined, requester, NOT_PENDING",
        "declined, decider, NOT_FOUND",
        "withdrawn, requester, NOT_PENDING",
    })
    void withdrawalWhenByAnotherOrTooLateThenRefused(String state, String user, ProblemType refusal) {
        assertThat(RequestRule.withdraw(request(state), user).orElse(null)).isEqualTo(refusal);
    }
}
