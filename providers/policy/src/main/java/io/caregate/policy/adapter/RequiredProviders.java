package io.caregate.policy.adapter;

import io.caregate.foundation.build.BuildInfo;
import io.caregate.policy.option.PolicyOptions;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.keycloak.common.Profile;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * The hooks by which Keycloak calls the pack, as {@code META-INF/services} lists them. Keycloak ignores a line whose
 * SPI it does not know, and lets a provider of a higher order replace another: then a rule would silently not hold. So
 * Keycloak neither builds nor starts unless every hook can be called and is in force.
 */
final class RequiredProviders {

    private static final String ROOM = RequiredProviders.class.getPackageName() + ".";

    /** The factories of each SPI, by the name of its file in {@code META-INF/services}. */
    static final Map<String, List<String>> FACTORIES = Map.ofEntries(
            Map.entry(
                    "org.keycloak.authentication.ClientAuthenticatorFactory",
                    List.of(
                            "CaregateFederatedJwtClientAuthenticator",
                            "CaregateJwtClientAuthenticator",
                            "CaregateJwtSecretClientAuthenticator")),
            Map.entry(
                    "org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory",
                    List.of("FindingsTablesProviderFactory")),
            Map.entry(
                    "org.keycloak.crypto.SignatureProviderFactory",
                    List.of(
                            "GuardedSignatures$Eddsa",
                            "GuardedSignatures$Es256",
                            "GuardedSignatures$Es384",
                            "GuardedSignatures$Es512",
                            "GuardedSignatures$Hs256",
                            "GuardedSignatures$Hs384",
                            "GuardedSignatures$Hs512",
                            "GuardedSignatures$Ps256",
                            "GuardedSignatures$Ps384",
                            "GuardedSignatures$Ps512",
                            "GuardedSignatures$Rs256",
                            "GuardedSignatures$Rs384",
                            "GuardedSignatures$Rs512")),
            Map.entry(
                    "org.keycloak.protocol.LoginProtocolFactory",
                    List.of(
                            "CaregateDockerProtocolFactory",
                            "CaregateLoginProtocolFactory",
                            "CaregateSamlProtocolFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.TokenIntrospectionProviderFactory",
                    List.of(
                            "CaregateAccessTokenIntrospectionProviderFactory",
                            "CaregateRefreshTokenIntrospectionProviderFactory",
                            "CaregateRptIntrospectionProviderFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.encode.TokenContextEncoderProviderFactory",
                    List.of("CaregateTokenContextEncoderFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory",
                    List.of(
                            "CaregatePasswordGrantTypeFactory",
                            "CaregateRefreshTokenGrantTypeFactory",
                            "CaregateTokenExchangeGrantTypeFactory",
                            "CaregateUmaGrantTypeFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.grants.ciba.channel.AuthenticationChannelProviderFactory",
                    List.of("CaregateCibaChannelFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.token.TokenPostProcessorFactory",
                    List.of("CaregateFirstTokenPostProcessorFactory", "CaregateTokenPostProcessorFactory")),
            Map.entry(
                    "org.keycloak.services.clientpolicy.ClientPolicyManagerFactory",
                    List.of("CaregateClientPolicyManagerFactory")),
            Map.entry(
                    "org.keycloak.services.clientregistration.ClientRegistrationProviderFactory",
                    List.of(
                            "CaregateDefaultClientRegistrationProviderFactory",
                            "CaregateOidcClientRegistrationProviderFactory")),
            Map.entry("org.keycloak.services.cors.CorsFactory", List.of("CaregateCorsFactory")),
            Map.entry(
                    "org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory",
                    List.of("FindingsResourceProviderFactory")),
            Map.entry(
                    "org.keycloak.wellknown.WellKnownProviderFactory",
                    List.of(
                            "SmartConfigurationFactory",
                            "TruthfulMetadataFactory$OpenIdConfiguration",
                            "TruthfulMetadataFactory$AuthorizationServer",
                            "TruthfulMetadataFactory$UmaConfiguration")));

    /** The classes of this room that extend or implement one of Keycloak's, besides the factories and their own. */
    static final List<String> PROVIDERS = List.of(
            "CaregateClientPolicyManager",
            "CaregateDefaultClientRegistrationProvider",
            "CaregateLoginProtocol",
            "CaregateLoginProtocolService",
            "CaregateOidcClientRegistrationProvider",
            "CaregateSamlProtocol",
            "ClientWriteListener",
            "ExactCors",
            "ExactLoginStatusIframeEndpoint",
            "ExemptRealmsCheck",
            "FaithfulTokenManager",
            "GuardedAssertionValidator",
            "GuardedAuthorizationEndpoint",
            "GuardedLogoutEndpoint",
            "GuardedSignatureProvider",
            "GuardedSignatures",
            "ReportedPasswordGrantType",
            "RulesResourceProviderFactory",
            "SmartConfigurationProvider",
            "StartupCheckSpi",
            "TruthfulMetadataFactory",
            "TruthfulWellKnownProvider");

    /** What must be found in this Keycloak besides, by classes that look it up when they are loaded. */
    private static final String LOOKED_UP = "io.caregate.policy.request.RequestReader";

    /** By which Keycloak asks before it stores a client from a metadata document, since 26.7. */
    private static final String DOCUMENT_EVENT =
            "org.keycloak.protocol.oauth2.cimd.clientpolicy.context.CimdClientRegisterContext";

    /** A class of 26.7. Keycloak calls the token post-processors in their order since then, before that in any. */
    private static final String ORDERED = "org.keycloak.protocol.oidc.refresh.RefreshTokenProvider";

    /** Keycloak's own token post-processor that leaves the access token as it is. */
    private static final String ORGANIZATIONS = "organizations";

    /** For these, Keycloak asks for one provider without an id. */
    private static final Set<String> ONE_FOR_ALL = Set.of(
            "org.keycloak.protocol.oidc.encode.TokenContextEncoderProviderFactory",
            "org.keycloak.services.clientpolicy.ClientPolicyManagerFactory",
            "org.keycloak.services.cors.CorsFactory");

    private RequiredProviders() {}

    /**
     * Requires that this Keycloak has everything that the factories need, that it calls each method by which a class of
     * this room overrides one of its own, and that it is not older than every version that was tested.
     *
     * @throws IllegalStateException which says what is missing and what to do
     */
    static void requireLoadable() {
        List<String> lacking = each(RequiredProviders::whatIsMissing);
        for (String provider : PROVIDERS) {
            ifLoadable(ROOM + provider, OverridingMethods::firstLost).ifPresent(lacking::add);
        }
        ifLoadable(LOOKED_UP, found -> Optional.empty()).ifPresent(lacking::add);
        refuseIf(lacking, "cannot hold its rules on it: this Keycloak lacks", "Use one of these");
        BuildInfo.requireSupportedKeycloak("caregate-policy.jar");
    }

    /**
     * Requires that Keycloak calls every factory of the pack, and no other in its place, and that it announces each
     * client that registers itself.
     *
     * @throws IllegalStateException which says what it does not call or announce and what to do
     */
    static void requireInForce(KeycloakSessionFactory keycloak) {
        refuseIf(
                goingAround(keycloak),
                "would not hold all of its rules:",
                "Switch these features off or take their JARs away, use Keycloak 26.7");
        refuseIf(
                each((service, name) -> whatIsInItsPlace(keycloak, service, name)),
                "would not hold all of its rules: Keycloak does not call",
                "Take away the option or the JAR that does it");
    }

    /** What is switched on that this Keycloak, 26.6, does not let the pack check. */
    private static List<String> goingAround(KeycloakSessionFactory keycloak) {
        List<String> faults = new ArrayList<>();
        if (Profile.isFeatureEnabled(Profile.Feature.CIMD) && isMissing(DOCUMENT_EVENT)) {
            faults.add("Keycloak registers clients by a metadata document without asking anybody (feature cimd)");
        }
        if (isMissing(ORDERED)) {
            keycloak.getProviderFactoriesStream(TokenPostProcessor.class)
                    .filter(other -> !other.getClass().getName().startsWith(ROOM))
                    .map(other -> other.getId())
                    .filter(id -> !id.equals(ORGANIZATIONS))
                    .sorted()
                    .forEach(id -> faults.add("Keycloak may call the token post-processor " + id + " after the pack"));
        }
        return faults;
    }

    private static boolean isMissing(String type) {
        return ifLoadable(type, found -> Optional.empty()).isPresent();
    }

    private static void refuseIf(List<String> faults, String what, String remedy) {
        if (!faults.isEmpty()) {
            BuildInfo build = BuildInfo.read();
            throw new IllegalStateException(
                    ("Caregate %s does not start on Keycloak %s, since it %s %s. It is tested on Keycloak %s."
                                    + " %s, or take caregate-policy.jar out of the folder providers")
                            .formatted(
                                    build.version(),
                                    Version.VERSION,
                                    what,
                                    String.join("; ", faults),
                                    String.join(", ", build.keycloakVersions()),
                                    remedy));
        }
    }

    private static List<String> each(Check check) {
        List<String> faults = new ArrayList<>();
        FACTORIES.forEach((service, factories) -> {
            for (String factory : factories) {
                check.fault(service, ROOM + factory)
                        .filter(fault -> !faults.contains(fault))
                        .ifPresent(faults::add);
            }
        });
        Collections.sort(faults);
        return faults;
    }

    private static Optional<String> whatIsMissing(String service, String name) {
        return ifLoadable(service, found -> Optional.empty())
                .or(() -> ifLoadable(
                        name, factory -> firstAbstract(factory).or(() -> OverridingMethods.firstLost(factory))));
    }

    private static Optional<String> firstAbstract(Class<?> factory) {
        return Arrays.stream(factory.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .findFirst()
                .map(method -> "an SPI as " + factory.getName() + " knows it; new is " + method);
    }

    private static Optional<String> ifLoadable(String name, Function<Class<?>, Optional<String>> check) {
        try {
            return check.apply(Class.forName(name, true, RequiredProviders.class.getClassLoader()));
        } catch (ClassNotFoundException | NoClassDefFoundError gone) {
            return Optional.of(String.valueOf(gone.getMessage()).replace('/', '.'));
        } catch (LinkageError other) {
            return Optional.of(name + " as it was built: " + other);
        }
    }

    private static Optional<String> whatIsInItsPlace(KeycloakSessionFactory keycloak, String service, String name) {
        return keycloak.getSpis().stream()
                .filter(spi -> spi.getProviderFactoryClass().getName().equals(service))
                .findFirst()
                .map(spi -> whatIsInItsPlace(keycloak, spi, create(name)))
                .orElse(Optional.of(name + " (there is no SPI for it)"));
    }

    private static Optional<String> whatIsInItsPlace(
            KeycloakSessionFactory keycloak, Spi spi, ProviderFactory<?> ours) {
        ProviderFactory<?> called =
                ONE_FOR_ALL.contains(spi.getProviderFactoryClass().getName())
                        ? keycloak.getProviderFactory(spi.getProviderClass())
                        : keycloak.getProviderFactory(spi.getProviderClass(), ours.getId());
        // Under Keycloak's own id, no provider is called where the operator or a feature has switched off what is
        // guarded.
        boolean switchedOff = called == null && !ours.getId().startsWith(PolicyOptions.PROVIDER_ID);
        if (switchedOff || (called != null && called.getClass() == ours.getClass())) {
            return Optional.empty();
        }
        return Optional.of("%s (but, in SPI %s, %s)"
                .formatted(
                        ours.getClass().getName(),
                        spi.getName(),
                        called == null ? "nothing" : called.getClass().getName()));
    }

    private static ProviderFactory<?> create(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(ProviderFactory.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException notOfThisJar) {
            throw new IllegalStateException(name, notOfThisJar);
        }
    }

    private interface Check {
        Optional<String> fault(String service, String factory);
    }
}
