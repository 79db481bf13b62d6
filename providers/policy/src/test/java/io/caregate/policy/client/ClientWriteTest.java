package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.client.ClientWrite.Step;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;

class ClientWriteTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # event    | administrator | client | steps
            REGISTER   | true          | false  | CHECK_PROPOSED
            REGISTER   | false         | false  | CHECK_PROPOSED CHECK_REGISTRANT
            REGISTER   | true          | true   | CHECK_PROPOSED RECORD_STORED
            REGISTER   | false         | true   | CHECK_PROPOSED RECORD_STORED CHECK_REGISTRANT
            UPDATE     | true          | false  | CHECK_PROPOSED
            UPDATE     | false         | false  | CHECK_PROPOSED CHECK_REGISTRANT
            UPDATE     | true          | true   | CHECK_PROPOSED RECORD_STORED
            UPDATE     | false         | true   | CHECK_PROPOSED RECORD_STORED CHECK_REGISTRANT
            REGISTERED | true          | true   | RECORD_DECISIONS CHECK_MODEL
            REGISTERED | false         | true   | SET_DEFAULTS CHECK_MODEL
            UPDATED    | true          | true   | RECORD_DECISIONS CHECK_MODEL
            UPDATED    | false         | true   | SET_DEFAULTS CHECK_MODEL
            """)
    void writeWhenAskedThenItsStepsInThisOrder(
            ClientPolicyEvent event, boolean byAdministrator, boolean hasClient, String steps) {
        List<Step> expected = Arrays.stream(steps.split(" ")).map(Step::valueOf).toList();
        assertThat(new ClientWrite(event, byAdministrator, hasClient).steps()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"REGISTERED, true", "REGISTERED, false", "UPDATED, true", "UPDATED, false"})
    void writeWhenDoneWithoutAClientThenNoStep(ClientPolicyEvent event, boolean byAdministrator) {
        assertThat(new ClientWrite(event, byAdministrator, false).steps()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REGISTER", "UPDATE", "REGISTERED", "UPDATED"})
    void eventWhenItWritesNothingThenNoStep(ClientPolicyEvent event) {
        assertThat(new ClientWrite(event, true, true).steps()).isEmpty();
        assertThat(new ClientWrite(event, false, true).steps()).isEmpty();
    }
}
