package io.caregate.foundation.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.ServiceLoader;
import org.keycloak.provider.ProviderFactory;

/** The services that a JAR registers under {@code META-INF/services}. */
public final class Services {

    private Services() {}

    /** The pack's factories of an SPI. */
    public static <F extends ProviderFactory<?>> List<F> of(Class<F> spi) {
        return ServiceLoader.load(spi).stream()
                .filter(provider -> provider.type().getName().startsWith("io.caregate."))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Their ids. */
    public static <F extends ProviderFactory<?>> List<String> ids(Class<F> spi) {
        return of(spi).stream().map(ProviderFactory::getId).toList();
    }

    /** Every factory of these packages is registered once, under one of these SPIs. */
    public static void assertComplete(List<Class<? extends ProviderFactory<?>>> spis, String... packages) {
        assertThat(spis.stream().flatMap(spi -> of(spi).stream()).map(factory -> factory.getClass()
                        .getName()))
                .containsExactlyInAnyOrderElementsOf(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(packages).stream()
                                .filter(type -> type.isAssignableTo(ProviderFactory.class))
                                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                                .map(JavaClass::getName)
                                .toList());
    }
}
