package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.mappers.AcrProtocolMapper;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;
import org.keycloak.protocol.oidc.mappers.AudienceResolveProtocolMapper;
import org.keycloak.protocol.oidc.mappers.ClaimsParameterTokenMapper;
import org.keycloak.protocol.oidc.mappers.FullNameMapper;
import org.keycloak.protocol.oidc.mappers.HardcodedClaim;
import org.keycloak.protocol.oidc.mappers.UserAttributeMapper;
import org.keycloak.protocol.oidc.mappers.UserClientRoleMappingMapper;
import org.keycloak.provider.ProviderFactory;

class IdTokenMappersTest {

    @ParameterizedTest
    @ValueSource(strings = {"email", "department", "address.street", "resource_access.portal.roles"})
    void mapperIsPassedOverWhenItsClaimIsPlainlyAnother(String claim) {
        assertThat(could(new UserAttributeMapper(), claim, "true")).isFalse();
        assertThat(could(new HardcodedClaim(), claim, "true")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aud",
                "aud.sub",
                ".aud",
                "a\\ud",
                "\\aud",
                "aud\\",
                "${client_id}",
                "resource_access.${client_id}.roles",
                " x",
                ""
            })
    void mapperIsRunWhenItsClaimCouldBeTheAudience(String claim) {
        assertThat(could(new UserAttributeMapper(), claim, "true")).isTrue();
        assertThat(could(new UserClientRoleMappingMapper(), claim, "true")).isTrue();
        assertThat(could(new HardcodedClaim(), claim, "true")).isTrue();
    }

    @Test
    void mapperIsRunWhenItNamesNoClaim() {
        ProtocolMapperModel mapper = mapper("x", "true");
        mapper.getConfig().remove("claim.name");
        assertThat(IdTokenMappers.couldAddAudience(mapper, new UserAttributeMapper()))
                .isTrue();
    }

    @Test
    void mapperIsPassedOverWhenItIsNotForTheIdToken() {
        assertThat(could(new UserAttributeMapper(), "aud", "false")).isFalse();
        assertThat(could(new AudienceProtocolMapper(), "x", "false")).isFalse();
        assertThat(could(new AudienceResolveProtocolMapper(), "x", "true")).isFalse();
    }

    @Test
    void audienceMapperIsRunWhenItIsForTheIdToken() {
        assertThat(could(new AudienceProtocolMapper(), "x", "true")).isTrue();
    }

    @Test
    void mapperIsPassedOverWhenItsClaimIsFixed() {
        assertThat(could(new FullNameMapper(), "aud", "true")).isFalse();
        assertThat(could(new AcrProtocolMapper(), "aud", "true")).isFalse();
    }

    @Test
    void mapperIsRunWhenItIsNoneOfKeycloaksKnownOnes() {
        assertThat(could(new ClaimsParameterTokenMapper(), "x", "false")).isTrue();
        assertThat(could(new UserAttributeMapper() {}, "x", "false")).isTrue();
        assertThat(could(new FullNameMapper() {}, "x", "false")).isTrue();
    }

    @Test
    void mapperIsPassedOverWhenItIsNotInstalled() {
        assertThat(IdTokenMappers.couldAddAudience(mapper("aud", "true"), null)).isFalse();
    }

    private static boolean could(ProviderFactory<?> implementation, String claim, String idToken) {
        return IdTokenMappers.couldAddAudience(mapper(claim, idToken), implementation);
    }

    private static ProtocolMapperModel mapper(String claim, String idToken) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setConfig(new HashMap<>(Map.of("claim.name", claim, "id.token.claim", idToken)));
        return mapper;
    }
}
