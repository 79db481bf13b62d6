package io.caregate.policy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.foundation.build.BuildInfo;
import io.caregate.policy.option.PolicyOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

class ProvidersDocumentTest {

    @Test
    void providerWhenInTheJarThenDocumentedWithItsSpiAndId() throws Exception {
        List<String> provided = new ArrayList<>();
        for (Path file : services()) {
            for (String name : Files.readAllLines(file)) {
                ProviderFactory<?> factory = (ProviderFactory<?>)
                        Class.forName(name).getConstructor().newInstance();
                provided.add(spi(file.getFileName().toString()) + " " + factory.getId());
            }
        }

        assertThat(Document.of("docs/options.md").rows("caregate-policy\\.jar").stream()
                        .map(cells -> cells.get(1) + " " + cells.get(2)))
                .containsExactlyInAnyOrderElementsOf(provided);
    }

    @Test
    void versionsWhenTestedThenInReadmeAndSecurityPolicy() {
        String versions = String.join(", ", BuildInfo.read().keycloakVersions());

        assertThat(Document.of("README.md").text()).contains(versions);
        assertThat(Document.of("SECURITY.md").text()).contains(versions);
    }

    private static List<Path> services() throws IOException {
        Path classes = Path.of(URI.create(PolicyOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (Stream<Path> files = Files.list(classes.resolve("META-INF/services"))) {
            // The pack's own SPI has no provider.
            return files.filter(file -> !file.endsWith(Spi.class.getName()))
                    .sorted()
                    .toList();
        }
    }

    /** The name under which operators know the SPI of a factory. */
    private static String spi(String factory) {
        return ServiceLoader.load(Spi.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(spi -> spi.getProviderFactoryClass().getName().equals(factory))
                .findFirst()
                .orElseThrow(() -> new AssertionError(factory + " is of no SPI"))
                .getName();
    }
}
