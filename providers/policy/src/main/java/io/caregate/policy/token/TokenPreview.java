package io.caregate.policy.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/** What Keycloak would make from a token request, apart from the token itself. Some of it costs a run of mappers. */
interface TokenPreview {

    /** The requesting client. */
    String clientId();

    /** The scope of this request; null if there is none. */
    @Nullable
    String scope();

    /** The scope of the sign-in, which another request of the same session may be changing meanwhile. */
    @Nullable
    String signInScope();

    /** The form of the request, empty if it has none. */
    Map<String, List<String>> form();

    /** Whether only introspection shows the whole of a token. */
    boolean isLightweight(AccessToken token);

    /** Whether a mapper could add an audience that only introspection shows. */
    boolean introspectionCouldAddAudience();

    /** A token as introspection would show it. */
    AccessToken introspected(AccessToken token);

    /** Whether a mapper could add an audience to an ID token. */
    boolean idTokenCouldAddAudience();

    /** An ID token after its mappers. */
    IDToken mapped(IDToken token);

    /** The audience before other token post-processors. */
    AudienceBefore audienceBefore();
}
