package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.TestOptions;
import io.caregate.policy.rule.AdministratorDecision;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;

class RegistrationGuardTest {

    private static final RegistrationGuard GUARD = new RegistrationGuard(TestOptions.ENFORCING);
    private static final RegistrationGuard REPORTING = new RegistrationGuard(TestOptions.REPORTING);
    private static final BooleanSupplier UNASKED = () -> {
        throw new AssertionError("asked");
    };

    /** A client in memory. */
    private record Client(
            boolean hasRegistrationToken,
            boolean isByMetadataDocument,
            boolean isConsentRequired,
            boolean hasFullScope,
            Set<AdministratorDecision> decisions)
            implements RegisteredClient {
        @Override
        public boolean isRemembered(AdministratorDecision decision) {
            return decisions.contains(decision);
        }
    }

    private static Client registered(boolean consent, boolean fullScope, AdministratorDecision... decisions) {
        return new Client(true, false, consent, fullScope, Set.of(decisions));
    }

    private static RegistrationGuard.Before before(boolean itself, boolean withoutConsent, boolean fullScope) {
        return new RegistrationGuard.Before(itself, withoutConsent, fullScope);
    }

    private static ClientRepresentation proposed(ProtocolMapperRepresentation... mappers) {
        ClientRepresentation client = new ClientRepresentation();
        client.setProtocolMappers(Arrays.asList(mappers));
        return client;
    }

    private static ProtocolMapperRepresentation mapper(
            @Nullable String name, String type, @Nullable Map<String, String> config) {
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName(name);
        mapper.setProtocolMapper(type);
        mapper.setConfig(config);
        return mapper;
    }

    private static ProtocolMapperRepresentation hardcoded(@Nullable String name, String claim) {
        return mapper(name, "oidc-hardcoded-claim-mapper", Map.of("claim.name", claim, "claim.value", "x"));
    }

    private static StoredRegistration stored(ProtocolMapperRepresentation... mappers) {
        return new StoredRegistration("stored-id", Map.of(), Set.of(), List.of(mappers));
    }

    /** A client by document that is not stored yet has any address; one that is stored has expiring metadata. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            # client id in the request       | stored client | by document
            https://app.example/metadata     | none          | true
            https://app.example/metadata     | document      | true
            https://app.example/metadata     | other         | false
            http://localhost:8080/metadata   | none          | true
            httpd                            | none          | true
            httpd                            | other         | false
            ' https://app.example/metadata'  | unasked       | false
            HTTPS://app.example/metadata     | unasked       | false
            app                              | unasked       | false
            ''                               | unasked       | false
            null                             | unasked       | false
            """)
    void requestWhenItsClientIdCouldBeADocumentThenByDocumentUnlessAnotherClientHasIt(
            @Nullable String clientId, String stored, boolean byDocument) {
        assertThat(RegistrationGuard.isByDocument(clientId, id -> switch (stored) {
                    case "none" -> Optional.empty();
                    case "unasked" -> throw new AssertionError("asked");
                    default -> Optional.of(new Client(false, stored.equals("document"), true, false, Set.of()));
                }))
                .isEqualTo(byDocument);
    }

    @Test
    void requestWhenItsClientIdCannotBeLookedUpThenNotByDocument() {
        assertThat(RegistrationGuard.isByDocument("https://app.example/\0", id -> {
                    throw new AssertionError("asked");
                }))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(ClientPolicyEvent.class)
    void eventWhenAUsersTokenFollowsThenItAsksForOne(ClientPolicyEvent event) {
        assertThat(RegistrationGuard.asksForUsersToken(event))
                .isEqualTo(Set.of(
                                ClientPolicyEvent.AUTHORIZATION_REQUEST,
                                ClientPolicyEvent.TOKEN_REQUEST,
                                ClientPolicyEvent.DEVICE_AUTHORIZATION_REQUEST,
                                ClientPolicyEvent.DEVICE_TOKEN_REQUEST,
                                ClientPolicyEvent.TOKEN_REFRESH,
                                ClientPolicyEvent.TOKEN_EXCHANGE_REQUEST,
                                ClientPolicyEvent.BACKCHANNEL_TOKEN_REQUEST,
                                ClientPolicyEvent.JWT_AUTHORIZATION_GRANT)
                        .contains(event));
    }

    @Test
    void registrationWhenItDecidesNothingThenNoFindings() {
        assertThat(RegistrationGuard.findings(new ClientRepresentation(), null)).isEmpty();
        assertThat(RegistrationGuard.findings(new ClientRepresentation(), stored()))
                .isEmpty();
        assertThat(RegistrationGuard.findings(proposed((ProtocolMapperRepresentation) null), null))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # sent    | stored | refused
            none      | false  | false
            chosen    | false  | true
            stored-id | true   | false
            chosen    | true   | true
            none      | true   | false
            """)
    void idWhenChosenByTheRegistrantThenRefused(String sent, boolean isStored, boolean refused) {
        ClientRepresentation client = new ClientRepresentation();
        client.setId(sent);
        List<Finding> found = RegistrationGuard.findings(client, isStored ? stored() : null);
        assertThat(found).hasSize(refused ? 1 : 0).allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleId.TOKEN_SUBJECT);
            assertThat(finding.field()).isEqualTo("id");
            assertThat(finding.value()).isEqualTo(sent);
        });
    }

    @Test
    void attributeWhenItProtectsAnApiThenOnlyAsItIsStored() {
        ClientRepresentation client = new ClientRepresentation();
        client.setAttributes(Map.of("caregate.required-roles", "therapist"));
        assertThat(RegistrationGuard.findings(client, null)).hasSize(1);
        StoredRegistration same = new StoredRegistration(
                "stored-id", Map.of("caregate.required-roles", "therapist"), Set.of(), List.of());
        assertThat(RegistrationGuard.findings(client, same)).isEmpty();
    }

    // Deprecated, but Keycloak's registration still takes it.
    @SuppressWarnings("deprecation")
    @Test
    void defaultRoleWhenNewThenRefused() {
        ClientRepresentation client = new ClientRepresentation();
        client.setDefaultRoles(new String[] {"reader"});
        assertThat(RegistrationGuard.findings(client, null)).hasSize(1);
        assertThat(RegistrationGuard.findings(
                        client, new StoredRegistration("stored-id", Map.of(), Set.of("reader"), List.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # claim     | findings
            theme       | 0
            sub         | 1
            aud         | 0
            azp         | 1
            """)
    void mapperWhenItWritesWhomATokenIsForThenRefused(String claim, int findings) {
        assertThat(RegistrationGuard.findings(proposed(hardcoded("m", claim)), null))
                .hasSize(findings)
                .allSatisfy(finding -> {
                    assertThat(finding.field()).isEqualTo("protocolMappers");
                    assertThat(finding.value()).isEqualTo("m");
                    assertThat(finding.problem()).contains(claim);
                });
    }

    @Test
    void mapperWhenItWritesByWhatApisDecideThenRefused() {
        List<Finding> found = RegistrationGuard.findings(
                proposed(mapper(
                        "m", "oidc-usermodel-attribute-mapper", Map.of("claim.name", "roles", "user.attribute", "x"))),
                null);
        assertThat(found).extracting(Finding::advice).singleElement().asString().contains("an administrator adds one");
    }

    @Test
    void mapperWhenWithoutNameOrSettingsThenStillJudged() {
        assertThat(RegistrationGuard.findings(proposed(hardcoded(null, "sub")), null))
                .extracting(Finding::value)
                .containsExactly("");
        assertThat(RegistrationGuard.findings(proposed(mapper("m", "oidc-hardcoded-claim-mapper", null)), null))
                .isEmpty();
    }

    @Test
    void mapperWhenStoredJustSoThenAccepted() {
        ProtocolMapperRepresentation written = hardcoded("m", "sub");
        assertThat(RegistrationGuard.findings(proposed(written), stored(hardcoded("m", "sub"))))
                .isEmpty();
        assertThat(RegistrationGuard.findings(proposed(written), stored(hardcoded("other", "sub"))))
                .hasSize(1);
        assertThat(RegistrationGuard.findings(proposed(written), stored(hardcoded("m", "azp"))))
                .hasSize(1);
        assertThat(RegistrationGuard.findings(
                        proposed(written), stored(mapper("m", "oidc-other-mapper", written.getConfig()))))
                .hasSize(1);
        assertThat(RegistrationGuard.findings(proposed(written), stored(hardcoded("x", "y"), hardcoded("m", "sub"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # token | document | itself
            true    | false    | true
            false   | true     | true
            true    | true     | true
            false   | false    | false
            """)
    void clientWhenItHasATokenOrADocumentThenItAdministersItself(boolean token, boolean document, boolean itself) {
        Client client = new Client(token, document, true, true, Set.of());
        assertThat(client.administersItself()).isEqualTo(itself);
        assertThat(RegistrationGuard.Before.of(client)).isEqualTo(before(itself, false, true));
        assertThat(RegistrationGuard.Before.of(new Client(token, document, false, false, Set.of())))
                .isEqualTo(before(itself, true, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # itself before | full before | remembered | full now | narrowed
            true            | true        | false      | true     | true
            true            | true        | true       | true     | false
            true            | false       | false      | true     | true
            false           | true        | false      | true     | false
            false           | false       | false      | true     | true
            true            | true        | false      | false    | false
            """)
    void fullScopeWhenNoAdministratorHasDecidedThenTakenAway(
            boolean itself, boolean fullBefore, boolean remembered, boolean full, boolean narrowed) {
        Client client = remembered ? registered(true, full, AdministratorDecision.FULL_SCOPE) : registered(true, full);
        assertThat(GUARD.narrowsScope(before(itself, false, fullBefore), client))
                .isEqualTo(narrowed);
        assertThat(REPORTING.narrowsScope(before(itself, false, fullBefore), client))
                .isFalse();
    }

    @Test
    void fullScopeWhenTheClientIsNewThenTakenAwayWhateverItsAttributesSay() {
        assertThat(GUARD.narrowsScope(null, registered(true, true, AdministratorDecision.FULL_SCOPE)))
                .isTrue();
        assertThat(GUARD.narrowsScope(null, registered(true, false))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # itself before | without before | remembered | reaches | asked for
            true            | true           | false      | true    | true
            true            | true           | false      | false   | false
            true            | true           | true       | true    | false
            true            | false          | false      | true    | true
            false           | true           | false      | true    | false
            false           | false          | false      | true    | true
            """)
    void consentWhenNoAdministratorHasDecidedAndAnApiIsReachedThenAskedFor(
            boolean itself, boolean withoutBefore, boolean remembered, boolean reaches, boolean asked) {
        Client client =
                remembered ? registered(true, false, AdministratorDecision.WITHOUT_CONSENT) : registered(true, false);
        assertThat(GUARD.asksForConsent(before(itself, withoutBefore, false), client, () -> reaches))
                .isEqualTo(asked);
        assertThat(REPORTING.asksForConsent(before(itself, withoutBefore, false), client, UNASKED))
                .isFalse();
    }

    @Test
    void consentWhenTheClientIsNewThenAskedForWhateverItsAttributesSay() {
        Client client = registered(false, false, AdministratorDecision.WITHOUT_CONSENT);
        assertThat(GUARD.asksForConsent(null, client, () -> true)).isTrue();
        assertThat(GUARD.asksForConsent(null, client, () -> false)).isFalse();
    }

    @Test
    void decisionWhenAnAdministratorChangesAFieldThenRemembered() {
        assertThat(GUARD.decided(before(true, false, false), registered(false, true), () -> true))
                .isEqualTo(Map.of(AdministratorDecision.FULL_SCOPE, true, AdministratorDecision.WITHOUT_CONSENT, true));
        assertThat(GUARD.decided(before(true, true, true), registered(true, false), UNASKED))
                .isEqualTo(
                        Map.of(AdministratorDecision.FULL_SCOPE, false, AdministratorDecision.WITHOUT_CONSENT, false));
    }

    @Test
    void decisionWhenAFieldStaysAsItWasThenNone() {
        assertThat(GUARD.decided(before(true, true, true), registered(false, true), UNASKED))
                .isEmpty();
    }

    @Test
    void decisionWhenTheClientReachesNoApiThenNotOneToLeaveConsentOut() {
        assertThat(GUARD.decided(before(true, false, true), registered(false, true), () -> false))
                .isEqualTo(Map.of(AdministratorDecision.WITHOUT_CONSENT, false));
    }

    @Test
    void decisionWhenTheClientIsAnAdministratorsOrWasNotSeenThenNone() {
        Client administrators = new Client(false, false, false, true, Set.of());
        assertThat(GUARD.decided(before(false, false, false), administrators, UNASKED))
                .isEmpty();
        assertThat(GUARD.decided(null, registered(false, true), UNASKED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(AdministratorDecision.class)
    void decisionWhenItsRuleOnlyReportsThenNotRemembered(AdministratorDecision decision) {
        RegistrationGuard guard = new RegistrationGuard(TestOptions.reporting(decision.rule()));
        assertThat(guard.decided(before(true, false, false), registered(false, true), () -> true))
                .doesNotContainKey(decision)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # consent | itself | remembered | reaches | required
            false     | true   | false      | true    | true
            true      | true   | false      | true    | false
            false     | false  | false      | true    | false
            false     | true   | true       | true    | false
            false     | true   | false      | false   | false
            """)
    void tokenWhenAClientThatAdministersItselfReachesAnApiThenConsentIsRequired(
            boolean consent, boolean itself, boolean remembered, boolean reaches, boolean required) {
        Client client = new Client(
                itself, false, consent, false, remembered ? Set.of(AdministratorDecision.WITHOUT_CONSENT) : Set.of());
        assertThat(GUARD.requiresConsent(client, () -> reaches)).isEqualTo(required);
        assertThat(REPORTING.requiresConsent(client, UNASKED)).isFalse();
    }
}
