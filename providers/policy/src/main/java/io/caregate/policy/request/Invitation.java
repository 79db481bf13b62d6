package io.caregate.policy.request;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;

/**
 * A registration by an invitation to an organization. Keycloak's own link names its client {@code account} and neither
 * a redirect URI nor a PKCE challenge. It is served as long as its answer stays on Keycloak's own pages: no application
 * receives a code that it did not request.
 */
final class Invitation {

    private Invitation() {}

    /**
     * Whether an authorization request is such a link: of Keycloak's own client, in its shape, without an address.
     *
     * @param accepted whether the request has brought an invitation, which Keycloak has verified
     */
    static boolean is(boolean accepted, boolean hasAddress, String clientId, RegisteredUris registered) {
        return accepted
                && !hasAddress
                && clientId.equals(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID)
                && registered.areKeycloaksOwn();
    }

    /**
     * Whether Keycloak itself has started a login: one that starts at its page for forgotten passwords has no
     * application, and ends at the Account Console.
     *
     * @param accountConsole the address of the Account Console
     */
    static boolean isLoginOfKeycloak(String clientId, @Nullable String redirectUri, Supplier<String> accountConsole) {
        return clientId.equals(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID)
                && accountConsole.get().equals(redirectUri);
    }
}
