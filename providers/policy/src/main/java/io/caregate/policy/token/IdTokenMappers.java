package io.caregate.policy.token;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.mappers.AcrProtocolMapper;
import org.keycloak.protocol.oidc.mappers.AddressMapper;
import org.keycloak.protocol.oidc.mappers.AmrProtocolMapper;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;
import org.keycloak.protocol.oidc.mappers.FullNameMapper;
import org.keycloak.protocol.oidc.mappers.GroupMembershipMapper;
import org.keycloak.protocol.oidc.mappers.HardcodedClaim;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserAttributeMapper;
import org.keycloak.protocol.oidc.mappers.UserClientRoleMappingMapper;
import org.keycloak.protocol.oidc.mappers.UserPropertyMapper;
import org.keycloak.protocol.oidc.mappers.UserRealmRoleMappingMapper;
import org.keycloak.protocol.oidc.mappers.UserSessionNoteMapper;
import org.keycloak.provider.ProviderFactory;

/**
 * Decides, without running them, whether the mappers of an ID token could give it an audience other than its client.
 * Running them would mean a second run, only for this check. Only Keycloak's own mappers are known to be safe, by their
 * exact class and settings. Any other mapper, and any setting that is not plainly harmless, is treated as one that
 * could add an audience.
 */
final class IdTokenMappers {

    /** They write the claim that their setting names, and nothing else. */
    private static final Set<Class<?>> OF_NAMED_CLAIM = Set.of(
            UserAttributeMapper.class,
            UserPropertyMapper.class,
            UserSessionNoteMapper.class,
            UserRealmRoleMappingMapper.class,
            UserClientRoleMappingMapper.class,
            GroupMembershipMapper.class,
            HardcodedClaim.class);

    /** They write a claim of their own: name, address, acr, amr. */
    private static final Set<Class<?>> OF_OTHER_CLAIM =
            Set.of(FullNameMapper.class, AddressMapper.class, AcrProtocolMapper.class, AmrProtocolMapper.class);

    // No escapes and no placeholders, whose meaning is Keycloak's.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final String AUDIENCE = "aud";

    private IdTokenMappers() {}

    /**
     * Whether a mapper could.
     *
     * @param implementation Keycloak's implementation of it; null if that is not installed, and then nothing is run
     */
    static boolean couldAddAudience(ProtocolMapperModel mapper, @Nullable ProviderFactory<?> implementation) {
        if (!(implementation instanceof OIDCIDTokenMapper)) {
            return false;
        }
        Class<?> exactly = implementation.getClass();
        if (OF_OTHER_CLAIM.contains(exactly)) {
            return false;
        }
        if (exactly == AudienceProtocolMapper.class) {
            return OIDCAttributeMapperHelper.includeInIDToken(mapper);
        }
        return !OF_NAMED_CLAIM.contains(exactly)
                || (OIDCAttributeMapperHelper.includeInIDToken(mapper) && !namesHarmlessClaim(mapper.getConfig()));
    }

    /** Whether one of Keycloak's mappers writes a claim that is plainly not an audience. */
    static boolean writesHarmlessClaim(ProtocolMapperModel mapper, Class<?> exactly) {
        return OF_OTHER_CLAIM.contains(exactly)
                || (OF_NAMED_CLAIM.contains(exactly) && namesHarmlessClaim(mapper.getConfig()));
    }

    private static boolean namesHarmlessClaim(Map<String, String> settings) {
        String claim = settings.get(OIDCAttributeMapperHelper.TOKEN_CLAIM_NAME);
        return claim != null
                && !claim.contains(AUDIENCE)
                && PLAIN.matcher(claim).matches();
    }
}
