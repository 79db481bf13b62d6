package io.caregate.policy.adapter;

/** The pack's position among other providers of an SPI; Keycloak takes the highest order. */
final class ProviderOrder {

    /** Above Keycloak's own providers, which have order 0, and above the usual orders of extensions. */
    static final int BEFORE_KEYCLOAK = 1_000_000;

    /** After every other token post-processor, so that nothing changes the token afterwards. */
    static final int AFTER_ALL_POST_PROCESSORS = -1_000_000;

    private ProviderOrder() {}
}
