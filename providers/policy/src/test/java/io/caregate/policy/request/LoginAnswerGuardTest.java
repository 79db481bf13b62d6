package io.caregate.policy.request;

import static io.caregate.policy.request.TestRequests.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.option.TestOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.rule.BuiltInClient;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAnswerGuardTest {

    private static final AuthorizationParameters TOKEN = TestRequests.of("token", null);

    private static LoginAnswerGuard guard(String clientId, PolicyOptions options, RegisteredUris registered) {
        return new LoginAnswerGuard(
                options, new RequestingClient(clientId, true, false, false, null, false), registered);
    }

    private static List<RefusedRequest> check(AuthorizationParameters login, RegisteredUris registered) {
        return guard("app", TestOptions.ENFORCING, registered).check(login);
    }

    @Test
    void answerWhenToAnExactAddressThenNothingIsFound() {
        assertThat(check(TestRequests.to(CALLBACK), TestUris.of(CALLBACK).registered()))
                .isEmpty();
    }

    @Test
    void answerWhenNothingIsKnownOfTheRequestThenOnlyTheAddressCounts() {
        AuthorizationParameters unknown = new AuthorizationParameters(CALLBACK, null, null, null, null, null);
        assertThat(check(unknown, TestUris.of(CALLBACK).registered())).isEmpty();
        assertThat(check(unknown, TestUris.of().registered())).hasSize(1);
    }

    @Test
    void answerWhenToNoAddressThenRefusedWithAPage() {
        List<RefusedRequest> found =
                check(TestRequests.to(null), TestUris.of(CALLBACK).registered());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).page()).isEqualTo(PageText.REDIRECT_URI);
        assertThat(found.get(0).answerTo()).isNull();
        assertThat(found.get(0).refusal().hook()).isEqualTo(EnforcementPoint.LOGIN);
    }

    @Test
    void answerWhenTheLoginBeganWithATokenRequestThenTheClientIsTold() {
        assertThat(check(TOKEN, TestUris.of(CALLBACK).registered()))
                .extracting(RefusedRequest::answerTo)
                .containsExactly(CALLBACK);
    }

    @Test
    void answerWhenOfKeycloaksOwnClientThenOnlyTheAddressCounts() {
        RegisteredUris own = TestUris.of().registered(BuiltInClient.ACCOUNT);
        assertThat(check(new AuthorizationParameters(TestUris.ACCOUNT, "token", null, null, null, null), own))
                .isEmpty();
        assertThat(check(TOKEN, own))
                .extracting(refused -> refused.refusal().field())
                .containsExactly("redirect_uri");
    }

    @Test
    void errorWhenToAnAddressThatIsNotExactThenRefused() {
        LoginAnswerGuard guard =
                guard("app", TestOptions.ENFORCING, TestUris.of(CALLBACK).registered());
        assertThat(guard.checkAddress(CALLBACK)).isEmpty();
        assertThat(guard.checkAddress("https://app.example/other")).isPresent();
        assertThat(guard.checkAddress(null)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # client | invited | enforced | address                                           | on a page
            app      | true    | true     | https://evil.example/                             | true
            app      | true    | true     | https://app.example/cb                            | false
            app      | true    | false    | https://evil.example/                             | false
            app      | false   | true     | https://evil.example/                             | false
            account  | false   | true     | https://id.example.org/realms/healthcare/account/ | true
            account  | false   | false    | https://id.example.org/realms/healthcare/account/ | false
            account  | false   | true     | https://evil.example/                             | false
            app      | false   | true     | https://id.example.org/realms/healthcare/account/ | false
            """)
    void loginWhenNoApplicationWaitsAndTheAddressIsNotExactThenItEndsOnAPage(
            String clientId, boolean invited, boolean enforced, String address, boolean onAPage) {
        PolicyOptions options = enforced ? TestOptions.ENFORCING : TestOptions.reporting(RuleId.EXACT_REDIRECT_URI);
        LoginAnswerGuard guard = guard(clientId, options, TestUris.of(CALLBACK).registered());
        assertThat(guard.endsOnAPage(invited, address, () -> TestUris.ACCOUNT)).isEqualTo(onAPage);
    }

    @Test
    void loginWhenAtTheAccountConsoleInKeycloaksShapeThenItEndsThere() {
        LoginAnswerGuard guard =
                guard("account", TestOptions.ENFORCING, TestUris.of().registered(BuiltInClient.ACCOUNT));
        assertThat(guard.endsOnAPage(false, TestUris.ACCOUNT, () -> TestUris.ACCOUNT))
                .isFalse();
    }
}
