package io.caregate.policy.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.provider.ProviderEventManager;
import org.keycloak.wellknown.WellKnownProvider;

/** A method that overrides none of Keycloak's is found; what only helps it, is not. */
class OverridingMethodsTest {

    @Test
    void methodWhenItOverridesKeycloaksThenNothingIsLost() {
        assertThat(OverridingMethods.firstLost(Faithful.class)).isEmpty();
        assertThat(OverridingMethods.firstLost(CaregateLoginProtocol.class)).isEmpty();
        assertThat(OverridingMethods.firstLost(FindingsResourceProviderFactory.class))
                .as("has a record, whose components are read by public methods")
                .isEmpty();
    }

    @Test
    void methodWhenKeycloakHasNoneOfThisNameThenItIsNamed() {
        assertThat(OverridingMethods.firstLost(Renamed.class))
                .hasValue("the method that " + Renamed.class.getName() + ".getConfiguration overrides");
    }

    @Test
    void methodWhenKeycloaksHasOtherParametersThenItIsNamed() {
        assertThat(OverridingMethods.firstLost(OtherParameters.class)).isPresent();
    }

    @Test
    void methodWhenKeycloaksIsPrivateThenItIsNamed() {
        assertThat(OverridingMethods.firstLost(OfPrivate.class)).isPresent();
    }

    @Test
    void methodWhenItIsInANestedClassThenItIsNamed() {
        assertThat(OverridingMethods.firstLost(Outer.class)).isPresent();
    }

    @Test
    void methodWhenKeycloaksHasATypeVariableThenNothingIsLost() {
        assertThat(OverridingMethods.firstLost(CaregateCorsFactory.class)).isEmpty();
        assertThat(OverridingMethods.firstLost(StartupCheckSpi.class)).isEmpty();
    }

    @Test
    void classWhenItExtendsNothingOfKeycloakThenItMayHaveAnyMethod() {
        assertThat(OverridingMethods.firstLost(AdminResource.class)).isEmpty();
    }

    static class Faithful implements WellKnownProvider {
        @Override
        public Object getConfig() {
            return help();
        }

        @Override
        public void close() {}

        String help() {
            return helpMore();
        }

        private static String helpMore() {
            return "";
        }
    }

    static class Renamed extends Faithful {
        public Object getConfiguration() {
            return "";
        }
    }

    static class OtherParameters implements ProviderEventListener {
        @Override
        public void onEvent(ProviderEvent event) {}

        public void onEvent(ProviderEvent event, ProviderEventManager of) {}
    }

    static class WithPrivate extends Faithful {
        private boolean validateSignature() {
            return true;
        }

        boolean validate() {
            return validateSignature();
        }
    }

    static class OfPrivate extends WithPrivate {
        protected boolean validateSignature() {
            return false;
        }
    }

    static class Outer {
        static class Inner implements ProviderEventListener {
            @Override
            public void onEvent(ProviderEvent event) {}

            public void onEvent(KeycloakSessionFactory factory) {}
        }
    }
}
