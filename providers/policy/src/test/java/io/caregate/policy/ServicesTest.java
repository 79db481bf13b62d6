package io.caregate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.caregate.foundation.http.CaregateRootProviderFactory;
import io.caregate.policy.option.PolicyOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.crypto.SignatureProviderFactory;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;
import org.keycloak.services.resource.RealmResourceProviderFactory;
import org.keycloak.wellknown.WellKnownProviderFactory;

/** {@code META-INF/services} is the table of contents of the JAR: everything in it works, and nothing is left out. */
class ServicesTest {

    /** The provider classes by SPI, as the files list them. */
    static Map<String, List<String>> lines() throws IOException {
        Path services = classes().resolve("META-INF/services");
        Map<String, List<String>> lines = new TreeMap<>();
        try (Stream<Path> files = Files.list(services)) {
            for (Path file : files.toList()) {
                lines.put(file.getFileName().toString(), Files.readAllLines(file));
            }
        }
        return lines;
    }

    /** The same without the pack's own SPI. */
    private static Map<String, List<String>> factories() throws IOException {
        Map<String, List<String>> factories = lines();
        assertThat(factories.remove(Spi.class.getName())).containsExactly("io.caregate.policy.adapter.StartupCheckSpi");
        return factories;
    }

    private static Path classes() {
        return Path.of(URI.create(PolicyOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private static ProviderFactory<?> create(String name) {
        try {
            return (ProviderFactory<?>) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException notLoadable) {
            throw new AssertionError(name, notLoadable);
        }
    }

    private static Stream<? extends ProviderFactory<?>> stock(String spi) {
        try {
            return ServiceLoader.load(Class.forName(spi)).stream()
                    .filter(provider -> !provider.type().getName().startsWith("io.caregate"))
                    .map(provider -> (ProviderFactory<?>) provider.get());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(spi, missing);
        }
    }

    @Test
    void lineWhenListedThenLoadsAndImplementsTheSpi() throws IOException, ClassNotFoundException {
        for (Map.Entry<String, List<String>> file : factories().entrySet()) {
            assertThat(file.getValue()).as(file.getKey()).isNotEmpty();
            for (String name : file.getValue()) {
                assertThat(create(name)).isInstanceOf(Class.forName(file.getKey()));
                assertThat(Modifier.isPublic(Class.forName(name).getModifiers()))
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void factoryWhenInTheJarThenListedExactlyOnce() throws IOException {
        List<String> factories = RoomsTest.CLASSES.stream()
                .filter(type -> type.isAssignableTo(ProviderFactory.class))
                .filter(type -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                // A private class cannot be loaded: it borrows something from a class of Keycloak's.
                .filter(type -> !type.getModifiers().contains(JavaModifier.PRIVATE))
                .map(JavaClass::getName)
                .toList();
        // The root of all JARs is in the room that each JAR copies.
        assertThat(factories().values().stream()
                        .flatMap(Collection::stream)
                        .filter(name -> !name.equals(CaregateRootProviderFactory.class.getName())))
                .containsExactlyInAnyOrderElementsOf(factories);
    }

    /** The ids and orders are API: operators write the ids in options, and Keycloak chooses by the orders. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # factory                                      | id                                     | order
            CaregateAccessTokenIntrospectionProviderFactory | access_token                          | 1000000
            CaregateCibaChannelFactory                     | ciba-http-auth-channel                 | 1000000
            CaregateClientPolicyManagerFactory             | caregate                               | 1000000
            CaregateCorsFactory                            | caregate                               | 1000000
            CaregateDefaultClientRegistrationProviderFactory | default                              | 1000000
            CaregateDockerProtocolFactory                  | docker-v2                              | 1000000
            CaregateFederatedJwtClientAuthenticator        | federated-jwt                          | 1000000
            CaregateFirstTokenPostProcessorFactory         | caregate-first                         | 1000000
            CaregateJwtClientAuthenticator                 | client-jwt                             | 1000000
            CaregateJwtSecretClientAuthenticator           | client-secret-jwt                      | 1000000
            CaregateLoginProtocolFactory                   | openid-connect                         | 1000000
            CaregateOidcClientRegistrationProviderFactory  | openid-connect                         | 1000000
            CaregatePasswordGrantTypeFactory               | password                               | 1000000
            CaregateRefreshTokenIntrospectionProviderFactory | refresh_token                        | 1000000
            CaregateRptIntrospectionProviderFactory        | requesting_party_token                 | 1000000
            CaregateSamlProtocolFactory                    | saml                                   | 1000000
            CaregateTokenContextEncoderFactory             | default                                | 1000000
            CaregateTokenPostProcessorFactory              | caregate                               | -1000000
            FindingsResourceProviderFactory                | caregate                               | 0
            FindingsTablesProviderFactory                  | caregate-findings                      | 0
            GuardedSignatures$Eddsa                        | EdDSA                                  | 1000000
            GuardedSignatures$Es256                        | ES256                                  | 1000000
            GuardedSignatures$Es384                        | ES384                                  | 1000000
            GuardedSignatures$Es512                        | ES512                                  | 1000000
            GuardedSignatures$Hs256                        | HS256                                  | 1000000
            GuardedSignatures$Hs384                        | HS384                                  | 1000000
            GuardedSignatures$Hs512                        | HS512                                  | 1000000
            GuardedSignatures$Ps256                        | PS256                                  | 1000000
            GuardedSignatures$Ps384                        | PS384                                  | 1000000
            GuardedSignatures$Ps512                        | PS512                                  | 1000000
            GuardedSignatures$Rs256                        | RS256                                  | 1000000
            GuardedSignatures$Rs384                        | RS384                                  | 1000000
            GuardedSignatures$Rs512                        | RS512                                  | 1000000
            RulesResourceProviderFactory                   | caregate-rules                         | 0
            SmartConfigurationFactory                      | caregate-smart-configuration           | 0
            TruthfulMetadataFactory$AuthorizationServer             | caregate-oauth-authorization-server    | 0
            TruthfulMetadataFactory$OpenIdConfiguration             | caregate-openid-configuration          | 0
            TruthfulMetadataFactory$UmaConfiguration                | caregate-uma2-configuration            | 0
            """)
    void factoryWhenAskedThenIdAndOrderAsPinned(String factory, String id, int order) throws IOException {
        ProviderFactory<?> provider = create("io.caregate.policy.adapter." + factory);
        assertThat(provider.getId()).isEqualTo(id);
        assertThat(provider.order()).isEqualTo(order);
        assertThat(factories().values().stream().flatMap(Collection::stream)).hasSize(42);
    }

    @Test
    void orderWhenKeycloakChoosesOneThenThePackIsBeforeEveryStockProvider() throws IOException {
        List<String> beaten = new ArrayList<>();
        for (Map.Entry<String, List<String>> file : factories().entrySet()) {
            boolean allRun = file.getKey().equals(TokenPostProcessorFactory.class.getName());
            boolean chosenByPriority = file.getKey().equals(WellKnownProviderFactory.class.getName());
            boolean chosenById = file.getKey().equals(RealmResourceProviderFactory.class.getName());
            if (allRun || chosenByPriority || chosenById) {
                continue;
            }
            for (String name : file.getValue()) {
                ProviderFactory<?> ours = create(name);
                stock(file.getKey()).forEach(theirs -> {
                    assertThat(ours.order())
                            .as("%s before %s", name, theirs.getClass())
                            .isGreaterThan(theirs.order());
                    beaten.add(theirs.getClass().getSimpleName());
                });
            }
        }
        assertThat(beaten)
                .contains(
                        "DefaultClientPolicyManagerFactory",
                        "DefaultCorsFactory",
                        "DefaultTokenContextEncoderProviderFactory",
                        "FederatedJWTClientAuthenticator",
                        "HttpAuthenticationChannelProviderFactory",
                        "JWTClientAuthenticator",
                        "JWTClientSecretAuthenticator",
                        "OIDCLoginProtocolFactory",
                        "SamlProtocolFactory",
                        "AccessTokenIntrospectionProviderFactory",
                        "DockerAuthV2ProtocolFactory",
                        "EdDSASignatureProviderFactory",
                        "RS256SignatureProviderFactory",
                        "RefreshTokenIntrospectionProviderFactory",
                        "RPTIntrospectionProviderFactory",
                        "ResourceOwnerPasswordCredentialsGrantTypeFactory");
    }

    @Test
    void orderWhenTokenIsProcessedThenThePackIsFirstAndLast() {
        int first = create("io.caregate.policy.adapter.CaregateFirstTokenPostProcessorFactory")
                .order();
        assertThat(stock(TokenPostProcessorFactory.class.getName())).allMatch(theirs -> theirs.order() < first);
        int ours = create("io.caregate.policy.adapter.CaregateTokenPostProcessorFactory")
                .order();
        assertThat(stock(TokenPostProcessorFactory.class.getName())).allMatch(theirs -> theirs.order() > ours);
        assertThat(ours).isNegative();
    }

    /** A signer asks the SPI for an algorithm by its id; an algorithm without a twin here would sign unseen. */
    @Test
    void algorithmWhenKeycloakHasItThenThePackStandsBeforeIt() throws IOException {
        List<String> ours = factories().get(SignatureProviderFactory.class.getName()).stream()
                .map(name -> create(name).getId())
                .toList();
        List<String> stock = stock(SignatureProviderFactory.class.getName())
                .map(ProviderFactory::getId)
                .toList();
        assertThat(ours).containsExactlyInAnyOrderElementsOf(stock);
    }

    @ParameterizedTest
    @CsvSource({
        "TruthfulMetadataFactory$AuthorizationServer, oauth-authorization-server",
        "TruthfulMetadataFactory$OpenIdConfiguration, openid-configuration",
        "TruthfulMetadataFactory$UmaConfiguration, uma2-configuration"
    })
    void documentWhenAskedForByItsAliasThenThePackComesFirst(String factory, String alias) {
        WellKnownProviderFactory ours = (WellKnownProviderFactory) create("io.caregate.policy.adapter." + factory);
        assertThat(ours.getAlias()).isEqualTo(alias);
        List<WellKnownProviderFactory> sameAlias = stock(WellKnownProviderFactory.class.getName())
                .map(WellKnownProviderFactory.class::cast)
                .filter(theirs -> theirs.getAlias().equals(alias))
                .toList();
        // Keycloak takes the lowest priority among those with the alias.
        assertThat(sameAlias).isNotEmpty().allMatch(theirs -> theirs.getPriority() > ours.getPriority());
    }

    @Test
    void fileWhenReadThenNoLineIsEmptyOrACommentOrTwice() {
        try {
            assertThat(factories().values().stream().flatMap(Collection::stream))
                    .allMatch(line -> line.matches("io\\.caregate\\.(policy\\.adapter|foundation\\.http)\\.[\\w$]+"))
                    .doesNotHaveDuplicates();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
