package io.caregate.policy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.foundation.option.OptionsDocument;
import io.caregate.foundation.option.TestConfig;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.rule.AdministratorDecision;
import io.caregate.policy.rule.Environment;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.TokenLifespan;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsDocumentTest {

    private static final Map<String, String> ANY_TEXT = Map.of(
            PolicyOptions.EXEMPT_REALMS_OPTION,
            "a realm may have any name, and may be created later; ExemptRealmsCheck warns of one that does not exist");

    // The options of realm-restapi-extension are the portal's.
    private final OptionsDocument options =
            OptionsDocument.of("--spi-(?!realm-restapi-extension)[a-z-]+--caregate--.+");

    @Test
    void optionWhenReadThenDocumentedAndNoOtherIs() {
        assertThat(options.options()).containsExactlyElementsOf(PolicyOptions.NAMES);
    }

    @Test
    void optionWhenItsValueIsBadThenTheStartStopsWithOneFormOfSentence() {
        options.assertComplaints(Map.of(), ANY_TEXT, given -> TestConfig.during(given, PolicyOptions::read));
    }

    @Test
    void clientAttributeWhenReadThenDocumentedAndNoOtherIs() {
        assertThat(Document.of("docs/options.md").all("caregate\\.[a-z-]+(?=`)"))
                .containsExactlyInAnyOrder(
                        RoleRequirement.ATTRIBUTE,
                        TokenLifespan.ATTRIBUTE,
                        Environment.ATTRIBUTE,
                        AdministratorDecision.WITHOUT_CONSENT.attribute(),
                        AdministratorDecision.FULL_SCOPE.attribute(),
                        Posture.OWNER_ATTRIBUTE);
    }
}
