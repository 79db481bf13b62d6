package io.caregate.policy.adapter;

/** Where the pack stands among other providers of an SPI; Keycloak takes the highest order. */
final class ProviderOrder {

    /** Above Keycloak's own providers, which have order 0, and above what is usual for extensions. */
    static final int BEFORE_KEYCLOAK = 1_000_000;

    /** Behind every other token post-processor, so that nothing changes the token afterwards. */
    static final int AFTER_ALL_POST_PROCESSORS = -1_000_000;

    private ProviderOrder() {}
}
