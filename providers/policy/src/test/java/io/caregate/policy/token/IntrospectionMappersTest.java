package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.mappers.AddressMapper;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;
import org.keycloak.protocol.oidc.mappers.AudienceResolveProtocolMapper;
import org.keycloak.protocol.oidc.mappers.HardcodedClaim;
import org.keycloak.protocol.oidc.mappers.HardcodedRole;
import org.keycloak.protocol.oidc.mappers.ScriptBasedOIDCProtocolMapper;

class IntrospectionMappersTest {

    private static final String ACCESS = "access.token.claim";
    private static final String INTROSPECTION = "introspection.token.claim";

    private static ProtocolMapperModel mapper(Map<String, String> config) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setConfig(new HashMap<>(config));
        return mapper;
    }

    @Test
    void mapperWhenItAddsAnAudienceAtIntrospectionOnlyThenItCould() {
        var only = mapper(Map.of(ACCESS, "false", INTROSPECTION, "true"));
        assertThat(IntrospectionMappers.couldAddAudience(only, new AudienceProtocolMapper()))
                .isTrue();
        assertThat(IntrospectionMappers.couldAddAudience(only, new AudienceResolveProtocolMapper()))
                .isTrue();
    }

    @Test
    void mapperWhenItAddsTheSameToTheTokenThenItCouldNot() {
        var both = mapper(Map.of(ACCESS, "true", INTROSPECTION, "true"));
        assertThat(IntrospectionMappers.couldAddAudience(both, new AudienceProtocolMapper()))
                .isFalse();
        assertThat(IntrospectionMappers.couldAddAudience(mapper(Map.of()), new AudienceResolveProtocolMapper()))
                .isFalse();
    }

    @Test
    void mapperWhenItNamesItsClaimThenOnlyAnAudienceCould() {
        var harmless = mapper(Map.of(INTROSPECTION, "true", "claim.name", "department"));
        var audience = mapper(Map.of(INTROSPECTION, "true", "claim.name", "aud"));
        assertThat(IntrospectionMappers.couldAddAudience(harmless, new HardcodedClaim()))
                .isFalse();
        assertThat(IntrospectionMappers.couldAddAudience(harmless, new AddressMapper()))
                .isFalse();
        assertThat(IntrospectionMappers.couldAddAudience(audience, new HardcodedClaim()))
                .isTrue();
    }

    @Test
    void mapperWhenKeycloaksOwnAddsNothingOrIsNotInstalledThenItCouldNot() {
        var only = mapper(Map.of("role", "therapist"));
        assertThat(IntrospectionMappers.couldAddAudience(only, new HardcodedRole()))
                .isFalse();
        assertThat(IntrospectionMappers.couldAddAudience(only, null)).isFalse();
    }

    @Test
    void mapperWhenOfAnExtensionThenItCould() {
        var both = mapper(Map.of(ACCESS, "true", INTROSPECTION, "true"));
        assertThat(IntrospectionMappers.couldAddAudience(both, new HardcodedClaim() {}))
                .isTrue();
    }

    @Test
    void mapperWhenAScriptThenItCould() {
        var both = mapper(Map.of(ACCESS, "true", INTROSPECTION, "true"));
        assertThat(IntrospectionMappers.couldAddAudience(both, new ScriptBasedOIDCProtocolMapper()))
                .isTrue();
    }
}
