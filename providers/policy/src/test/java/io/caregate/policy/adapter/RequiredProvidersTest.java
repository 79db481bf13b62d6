package io.caregate.policy.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.ClientAuthenticatorSpi;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeSpi;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantTypeFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;
import org.keycloak.services.clientpolicy.ClientPolicyManagerSpi;
import org.keycloak.services.clientpolicy.DefaultClientPolicyManagerFactory;
import org.keycloak.services.cors.CorsSpi;

/** A Keycloak that does not call the pack does not start, and says why. */
class RequiredProvidersTest {

    /** Keycloak's providers, by SPI and id, as its session factory collects them; a test removes one. */
    private final Map<Spi, Map<String, ProviderFactory<?>>> factories =
            new TreeMap<>(Comparator.comparing(Spi::getName));

    private final Map<Class<?>, String> defaults = new HashMap<>();

    RequiredProvidersTest() {
        Profile.defaults();
        ServiceLoader.load(Spi.class).forEach(spi -> {
            Map<String, ProviderFactory<?>> byId = new TreeMap<>();
            ServiceLoader.load(spi.getProviderFactoryClass()).stream()
                    .map(found -> (ProviderFactory<?>) found.get())
                    .forEach(found -> byId.merge(
                            found.getId(), found, (one, other) -> one.order() > other.order() ? one : other));
            factories.put(spi, byId);
            byId.values().stream()
                    .max(Comparator.comparingInt(ProviderFactory::order))
                    .ifPresent(first -> defaults.put(spi.getProviderClass(), first.getId()));
        });
    }

    private KeycloakSessionFactory keycloak() {
        return (KeycloakSessionFactory) Proxy.newProxyInstance(
                RequiredProvidersTest.class.getClassLoader(),
                new Class<?>[] {KeycloakSessionFactory.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getSpis" -> factories.keySet();
                    case "getProviderFactory" ->
                        of((Class<?>) arguments[0])
                                .get(arguments.length == 1 ? defaults.get(arguments[0]) : arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Map<String, ProviderFactory<?>> of(Class<?> provider) {
        return factories.entrySet().stream()
                .filter(entry -> entry.getKey().getProviderClass() == provider)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private <T extends Spi> Map<String, ProviderFactory<?>> in(Class<T> spi) {
        return factories.entrySet().stream()
                .filter(entry -> entry.getKey().getClass() == spi)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hookWhenListedInAServicesFileThenItIsDemanded() throws IOException {
        Map<String, List<String>> listed = new TreeMap<>();
        for (String service : RequiredProviders.FACTORIES.keySet()) {
            for (URL file : Collections.list(
                    RequiredProvidersTest.class.getClassLoader().getResources("META-INF/services/" + service))) {
                try (var in = file.openStream()) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith("io.caregate."))
                            .map(line -> line.substring(line.lastIndexOf('.') + 1))
                            .forEach(line -> listed.computeIfAbsent(service, name -> new ArrayList<>())
                                    .add(line));
                }
            }
        }
        assertThat(listed).isEqualTo(RequiredProviders.FACTORIES);
        // As many as ServicesTest knows, so that no file is left out.
        assertThat(listed.values().stream().mapToInt(List::size).sum()).isEqualTo(40);
    }

    @Test
    void adapterWhenItExtendsKeycloakThenItsMethodsAreChecked() throws IOException, URISyntaxException {
        Path room = Path.of(RequiredProviders.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()
                .resolve("io/caregate/policy/adapter"));
        List<String> factories = RequiredProviders.FACTORIES.values().stream()
                .flatMap(List::stream)
                .toList();
        try (Stream<Path> files = Files.list(room)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> file.matches("\\w+\\.class"))
                            .map(file -> file.replace(".class", ""))
                            .filter(name -> !factories.contains(name))
                            .filter(RequiredProvidersTest::isAdapter))
                    .containsExactlyInAnyOrderElementsOf(RequiredProviders.PROVIDERS);
        }
    }

    private static boolean isAdapter(String name) {
        try {
            Class<?> type = Class.forName(RequiredProviders.class.getPackageName() + "." + name);
            return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
                    .filter(each -> !each.isRecord())
                    .anyMatch(OverridingMethods::isOfKeycloak);
        } catch (ClassNotFoundException gone) {
            throw new AssertionError(gone);
        }
    }

    @Test
    void startWhenEveryHookIsCalledThenNoRefusal() {
        assertThatCode(() -> RequiredProviders.requireInForce(keycloak())).doesNotThrowAnyException();
        assertThatCode(RequiredProviders::requireLoadable).doesNotThrowAnyException();
    }

    @Test
    void startWhenAnotherFactoryTookThePlaceThenRefusedAndItIsNamed() {
        in(OAuth2GrantTypeSpi.class).put("password", new ResourceOwnerPasswordCredentialsGrantTypeFactory());

        assertThatIllegalStateException()
                .isThrownBy(() -> RequiredProviders.requireInForce(keycloak()))
                .withMessageContaining("CaregatePasswordGrantTypeFactory")
                .withMessageContaining(ResourceOwnerPasswordCredentialsGrantTypeFactory.class.getName())
                .withMessageContaining("26.7.");
    }

    @Test
    void startWhenAnotherFactoryIsTheChosenOneThenRefused() {
        in(ClientPolicyManagerSpi.class).put("default", new DefaultClientPolicyManagerFactory());
        defaults.replaceAll((provider, id) -> of(provider) == in(ClientPolicyManagerSpi.class) ? "default" : id);

        assertThatIllegalStateException()
                .isThrownBy(() -> RequiredProviders.requireInForce(keycloak()))
                .withMessageContaining("CaregateClientPolicyManagerFactory")
                .withMessageContaining(DefaultClientPolicyManagerFactory.class.getName());
    }

    @ParameterizedTest
    @ValueSource(classes = {ClientPolicyManagerSpi.class, CorsSpi.class})
    void startWhenAHookOfThePackIsSwitchedOffThenRefused(Class<? extends Spi> spi) {
        in(spi).clear();

        assertThatIllegalStateException()
                .isThrownBy(() -> RequiredProviders.requireInForce(keycloak()))
                .withMessageContaining("nothing");
    }

    @Test
    void startWhenWhatAHookGuardsIsSwitchedOffThenNoRefusal() {
        in(OAuth2GrantTypeSpi.class).remove("password");
        in(ClientAuthenticatorSpi.class).remove("federated-jwt");

        assertThatCode(() -> RequiredProviders.requireInForce(keycloak())).doesNotThrowAnyException();
    }

    @Test
    void startWhenKeycloakHasNoSuchSpiThenRefused() {
        factories.keySet().removeIf(spi -> spi.getName().equals("token-interceptor"));

        assertThatIllegalStateException()
                .isThrownBy(() -> RequiredProviders.requireInForce(keycloak()))
                .withMessageContaining("CaregateTokenPostProcessorFactory (there is no SPI for it)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.keycloak.protocol.oidc.token.TokenPostProcessorFactory",
                "org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator"
            })
    void buildWhenKeycloakLacksAClassThenRefusedAndItIsNamed(String lacking) throws ReflectiveOperationException {
        Class<?> spi = new KeycloakWithout(lacking::equals).loadClass(StartupCheckSpi.class.getName());

        Throwable refusal = refusal(spi);

        assertThat(refusal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this Keycloak lacks " + lacking)
                .hasMessageContaining("26.7.");
    }

    private static Throwable refusal(Class<?> spi) throws ReflectiveOperationException {
        try {
            return new AssertionError("made " + spi.getConstructor().newInstance());
        } catch (InvocationTargetException refused) {
            return Optional.ofNullable(refused.getCause()).orElseThrow();
        }
    }

    /** The pack's classes, loaded again over a Keycloak that lacks some classes. */
    private static final class KeycloakWithout extends ClassLoader {
        private final Predicate<String> lacking;

        KeycloakWithout(Predicate<String> lacking) {
            super(RequiredProvidersTest.class.getClassLoader());
            this.lacking = lacking;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (lacking.test(name)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.caregate.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? own(name) : loaded;
            }
        }

        private Class<?> own(String name) throws ClassNotFoundException {
            try (var file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
