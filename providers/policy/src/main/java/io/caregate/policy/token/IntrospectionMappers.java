package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.provider.ProviderFactory;

/**
 * Decides, without running them, whether introspection could show an audience that the access token does not have.
 * Introspection only repeats what one of Keycloak's own mappers also writes into the token. Any other mapper, and any
 * setting that is not plainly harmless, is treated as one that could add something.
 */
final class IntrospectionMappers {

    private static final String KEYCLOAKS = "org.keycloak.";
    private static final String SCRIPT = "Script";

    /**
     * Whether a class is a mapper of Keycloak's whose settings determine everything that it writes. Names are slow to
     * compare.
     */
    private static final ClassValue<Boolean> SAYS_WHAT_IT_WRITES = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> mapper) {
            return mapper.getName().startsWith(KEYCLOAKS)
                    && !mapper.getSimpleName().contains(SCRIPT);
        }
    };

    private IntrospectionMappers() {}

    /**
     * Whether a mapper could.
     *
     * @param implementation Keycloak's implementation of it; null if that is not installed, and then nothing is run
     */
    static boolean couldAddAudience(ProtocolMapperModel mapper, @Nullable ProviderFactory<?> implementation) {
        if (!(implementation instanceof TokenIntrospectionTokenMapper)) {
            return false;
        }
        Class<?> exactly = implementation.getClass();
        if (!SAYS_WHAT_IT_WRITES.get(exactly)) {
            return true;
        }
        return OIDCAttributeMapperHelper.includeInIntrospection(mapper)
                && !OIDCAttributeMapperHelper.includeInAccessToken(mapper)
                && !IdTokenMappers.writesHarmlessClaim(mapper, exactly);
    }
}
