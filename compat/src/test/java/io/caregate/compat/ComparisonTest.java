package io.caregate.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of difference, and next to it the nearest change that does the pack no harm. */
class ComparisonTest {

    private static final String CALLER =
            "package io.caregate; class Caller { long now() { return new org.keycloak.Clock().now(); } }";
    private static final String CLOCK =
            "package org.keycloak; public class Clock {" + " public Clock() {} public long now() { return 0; } }";

    private static final String BASE =
            "package org.keycloak; public class Validator { protected boolean validate() { return true; }"
                    + " public boolean all() { return validate(); } }";
    private static final String OVERRIDING = "package io.caregate; class Guarded extends org.keycloak.Validator {"
            + " @Override protected boolean validate() { return false; } }";
    private static final String OVERRIDING_VALIDATE = "io.caregate.Guarded#validate()";

    private static final String MANAGER =
            "package org.keycloak; public interface Manager { default void trigger(Object event) {} }";
    private static final String GUARDED_MANAGER = "package io.caregate; class Guarded implements org.keycloak.Manager {"
            + " @Override public void trigger(Object event) {} }";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Fixture fixture() {
        return new Fixture(folder);
    }

    @Test
    void classWhenGoneThenNamed() {
        assertThat(fixture().base(CLOCK).pack(CALLER).differences()).containsExactly("class-gone org.keycloak.Clock");
    }

    @Test
    void classWhenAnotherOneIsGoneThenNoDifference() {
        assertThat(fixture()
                        .both(CLOCK)
                        .base("package org.keycloak; public class Unused {}")
                        .pack(CALLER)
                        .differences())
                .isEmpty();
    }

    @Test
    void classWhenNotPublicAnyMoreThenNamed() {
        assertThat(fixture()
                        .base(CLOCK)
                        .other(CLOCK.replace("public class", "class"))
                        .pack(CALLER)
                        .differences())
                .containsExactly("class-closed org.keycloak.Clock");
    }

    @Test
    void classWhenFinalThenNamedOnlyIfThePackExtendsIt() {
        String finalClock = CLOCK.replace("public class", "public final class");

        assertThat(fixture().base(CLOCK).other(finalClock).pack(CALLER).differences())
                .isEmpty();
        assertThat(new Fixture(folder.resolve("extended"))
                        .base(CLOCK)
                        .other(finalClock)
                        .pack("package io.caregate; class OwnClock extends org.keycloak.Clock {}")
                        .differences())
                .containsExactly("class-closed org.keycloak.Clock");
    }

    @Test
    void methodWhenGoneThenNamed() {
        assertThat(fixture()
                        .base(CLOCK)
                        .other("package org.keycloak; public class Clock { public long seconds() { return 0; } }")
                        .pack(CALLER)
                        .differences())
                .containsExactly("method-gone org.keycloak.Clock#now()");
    }

    @Test
    void methodWhenMovedUpThenNoDifference() {
        assertThat(fixture()
                        .base(CLOCK)
                        .other("package org.keycloak; public class Time { public long now() { return 0; } }")
                        .other("package org.keycloak; public class Clock extends Time {}")
                        .pack(CALLER)
                        .differences())
                .isEmpty();
    }

    @Test
    void methodWhenItsResultIsAnotherThenNamed() {
        assertThat(fixture()
                        .base(CLOCK)
                        .other(CLOCK.replace("long now", "int now"))
                        .pack(CALLER)
                        .differences())
                .containsExactly("method-changed org.keycloak.Clock#now()");
    }

    @Test
    void methodWhenAnOverloadIsAddedThenNoDifference() {
        assertThat(fixture()
                        .base(CLOCK)
                        .other(CLOCK.replace("Clock() {}", "Clock() {} public int now(int offset) { return offset; }"))
                        .pack(CALLER)
                        .differences())
                .isEmpty();
    }

    @Test
    void methodWhenLessAccessibleOrStaticThenNamed() {
        assertThat(fixture()
                        .base(CLOCK)
                        .other(CLOCK.replace("public long", "protected long"))
                        .pack(CALLER)
                        .differences())
                .containsExactly("method-changed org.keycloak.Clock#now()");
        assertThat(new Fixture(folder.resolve("static"))
                        .base(CLOCK)
                        .other(CLOCK.replace("public long", "public static long"))
                        .pack(CALLER)
                        .differences())
                .containsExactly("method-changed org.keycloak.Clock#now()");
    }

    @Test
    void methodWhenMoreAccessibleThenNoDifference() {
        String caller = "package io.caregate; class Caller extends org.keycloak.Validator {"
                + " boolean ask() { return validate(); } }";

        assertThat(fixture()
                        .base(BASE)
                        .other(BASE.replace("protected", "public"))
                        .pack(caller)
                        .differences())
                .isEmpty();
    }

    @Test
    void methodWhenCalledThroughAClassOfThePackThenNamed() {
        String caller = "package io.caregate; class Caller extends org.keycloak.Validator {"
                + " boolean ask() { return validate(); } }";

        assertThat(fixture()
                        .base(BASE)
                        .other(BASE.replace("validate", "check"))
                        .pack(caller)
                        .differences())
                .containsExactly("method-gone org.keycloak.Validator#validate()");
    }

    @Test
    void fieldWhenGoneThenNamed() {
        String base = "package org.keycloak; public class Holder { public String realm; public String client; }";
        String reader = "package io.caregate; class Reader { Object of(org.keycloak.Holder of) { return of.realm; } }";

        assertThat(fixture()
                        .base(base)
                        .other(base.replace("String realm", "Object realm"))
                        .pack(reader)
                        .differences())
                .containsExactly("field-gone org.keycloak.Holder#realm");
        assertThat(new Fixture(folder.resolve("unused"))
                        .base(base)
                        .other(base.replace("String client", "Object client"))
                        .pack(reader)
                        .differences())
                .isEmpty();
    }

    @Test
    void overrideWhenTheMethodIsGoneThenNamed() {
        assertThat(fixture()
                        .base(BASE)
                        .other(BASE.replace("validate", "check"))
                        .pack(OVERRIDING)
                        .differences())
                .contains("override-lost " + OVERRIDING_VALIDATE);
    }

    @Test
    void overrideWhenTheMethodIsPrivateThenNamed() {
        assertThat(fixture()
                        .base(BASE)
                        .other(BASE.replace("protected", "private"))
                        .pack(OVERRIDING)
                        .differences())
                .contains("override-lost " + OVERRIDING_VALIDATE);
    }

    @Test
    void overrideWhenTheMethodMovedUpThenNoDifference() {
        assertThat(fixture()
                        .base(BASE)
                        .other("package org.keycloak; public class Checks {"
                                + " protected boolean validate() { return true; } }")
                        .other("package org.keycloak; public class Validator extends Checks {"
                                + " public boolean all() { return validate(); } }")
                        .pack(OVERRIDING)
                        .differences())
                .isEmpty();
    }

    @Test
    void overrideWhenTheMethodIsFinalThenNamed() {
        assertThat(fixture()
                        .base(BASE)
                        .other(BASE.replace("protected", "protected final"))
                        .pack(OVERRIDING)
                        .differences())
                .containsExactly("override-final " + OVERRIDING_VALIDATE);
    }

    @Test
    void interfaceWhenItAsksForMoreThenTheClassThatLacksItIsNamed() {
        assertThat(fixture()
                        .base(MANAGER)
                        .other(MANAGER.replace("{ default", "{ void close(int code); default"))
                        .pack(GUARDED_MANAGER)
                        .differences())
                .containsExactly("abstract-new io.caregate.Guarded lacks void close(int)");
    }

    @Test
    void interfaceWhenItBringsAnImplementationThenNoDifference() {
        assertThat(fixture()
                        .base(MANAGER)
                        .other(MANAGER.replace("{ default", "{ default void close(int code) {} default"))
                        .pack(GUARDED_MANAGER)
                        .differences())
                .isEmpty();
    }

    @Test
    void lambdaWhenItsInterfaceAsksForMoreThenNamed() {
        String listener = "package org.keycloak; public interface Listener { void on(Object event); }";
        String lambda = "package io.caregate; class Maker {"
                + " org.keycloak.Listener make() { return event -> System.out.println(event); } }";

        assertThat(fixture()
                        .base(listener)
                        .other(listener.replace("{ void", "{ void off(); void"))
                        .pack(lambda)
                        .differences())
                .containsExactly(
                        "abstract-new a lambda of io.caregate.Maker for org.keycloak.Listener lacks void off()");
        assertThat(new Fixture(folder.resolve("default"))
                        .base(listener)
                        .other(listener.replace("{ void", "{ default void off() {} void"))
                        .pack(lambda)
                        .differences())
                .isEmpty();
    }

    private Fixture withSpi(String subfolder) {
        return new Fixture(folder.resolve(subfolder))
                .both("package org.keycloak; public interface Factory {}")
                .both("package org.keycloak; public class FactorySpi {"
                        + " public Class<?> of() { return Factory.class; } }")
                .both("package org.keycloak; public class StockFactory implements Factory {}")
                .both("package org.keycloak; public class MoreFactory implements Factory {}")
                .pack("package io.caregate; public class OwnFactory implements org.keycloak.Factory {}");
    }

    @Test
    void spiWhenNotLoadedAnyMoreThenNamed() {
        String provider = "io.caregate.OwnFactory";

        assertThat(withSpi("gone")
                        .service("org.keycloak.provider.Spi", "", "org.keycloak.FactorySpi", "")
                        .service("org.keycloak.Factory", provider, "", "")
                        .differences())
                .containsExactly("spi-gone org.keycloak.Factory");
        assertThat(withSpi("kept")
                        .service(
                                "org.keycloak.provider.Spi",
                                "",
                                "org.keycloak.FactorySpi",
                                "# Keycloak's\norg.keycloak.FactorySpi # this one")
                        .service("org.keycloak.Factory", provider, "", "")
                        .differences())
                .isEmpty();
    }

    @Test
    void providerWhenNewOrGoneThenNamed() {
        String provider = "io.caregate.OwnFactory";

        assertThat(withSpi("new")
                        .service(
                                "org.keycloak.Factory",
                                provider,
                                "org.keycloak.StockFactory",
                                "org.keycloak.MoreFactory")
                        .differences())
                .containsExactly("provider-new org.keycloak.MoreFactory", "provider-gone org.keycloak.StockFactory");
        assertThat(withSpi("other")
                        .service("org.keycloak.Unrelated", "", "", "org.keycloak.MoreFactory")
                        .service(
                                "org.keycloak.Factory",
                                provider,
                                "org.keycloak.StockFactory\norg.keycloak.MoreFactory",
                                "org.keycloak.MoreFactory\norg.keycloak.StockFactory")
                        .differences())
                .isEmpty();
    }

    private static String endpoint(String code) {
        return "package org.keycloak; public class Endpoint { private Manager manager;"
                + " public void post(Object event) { " + code + " } public void get(Object event) {} }";
    }

    @Test
    void callWhenKeycloakNoLongerMakesItThenNamed() {
        assertThat(fixture()
                        .both(MANAGER)
                        .base(endpoint("manager.trigger(event);"))
                        .other(endpoint(""))
                        .pack(GUARDED_MANAGER)
                        .differences())
                .containsExactly("call-gone org.keycloak.Manager#trigger(Object) from org.keycloak.Endpoint#post");
    }

    @Test
    void callWhenKeycloakMakesItFromALambdaOrAnAnonymousClassThenNoDifference() {
        assertThat(fixture()
                        .both(MANAGER)
                        .base(endpoint("manager.trigger(event);"))
                        .other(endpoint("Runnable later = () -> manager.trigger(event); later.run();"))
                        .pack(GUARDED_MANAGER)
                        .differences())
                .isEmpty();
    }

    @Test
    void callWhenKeycloakMakesItFromAnotherPlaceThenNamed() {
        assertThat(fixture()
                        .both(MANAGER)
                        .base(endpoint(""))
                        .other(endpoint("manager.trigger(event);"))
                        .pack(GUARDED_MANAGER)
                        .differences())
                .containsExactly("call-new org.keycloak.Manager#trigger(Object) from org.keycloak.Endpoint#post");
    }

    @Test
    void callWhenThePackDoesNotOverrideTheMethodThenNoDifference() {
        assertThat(fixture()
                        .both(MANAGER.replace("{ default", "{ default void other() {} default"))
                        .base(endpoint("manager.other();"))
                        .other(endpoint(""))
                        .pack(GUARDED_MANAGER)
                        .differences())
                .isEmpty();
    }

    @Test
    void objectWhenKeycloakCreatesItItselfThenNamedIfThePackExtendsItsClass() {
        assertThat(fixture()
                        .both(BASE)
                        .both(CLOCK)
                        .both(MANAGER)
                        .base(endpoint(""))
                        .other(endpoint("new Validator(); new Clock();"))
                        .pack(OVERRIDING)
                        .differences())
                .containsExactly("instance-new org.keycloak.Validator in org.keycloak.Endpoint#post");
    }

    @Test
    void objectWhenItSignsThenNamed() {
        assertThat(fixture()
                        .both("package org.keycloak; public class KeySigner implements Signer {}")
                        .both(MANAGER)
                        .base(endpoint(""))
                        .other(endpoint("java.util.function.Supplier<Signer> made = KeySigner::new;"))
                        .differences())
                .containsExactly("instance-new org.keycloak.KeySigner in org.keycloak.Endpoint#post");
    }

    @Test
    void typeWhenNewBelowOneThatThePackExtendsThenNamed() {
        assertThat(fixture()
                        .both(BASE)
                        .other("package org.keycloak; public class LooseValidator extends Validator {}")
                        .other("package org.keycloak; public class Unrelated {}")
                        .pack(OVERRIDING)
                        .differences())
                .containsExactly("subtype-new org.keycloak.LooseValidator");
    }

    @Test
    void typeWhenNewAmongThoseOfTheCatalogueThenNamedUnlessAnonymous() {
        assertThat(fixture()
                        .other("package org.keycloak; public interface Removed extends Event {}")
                        .other("package org.keycloak; public class Publisher {"
                                + " Object of() { return new Event() {}; } }")
                        .differences())
                .containsExactly("subtype-new org.keycloak.Removed");
    }

    @Test
    void constantWhenNewThenNamed() {
        assertThat(fixture()
                        .base("package org.keycloak; public enum EventType { LOGIN, LOGOUT }")
                        .other("package org.keycloak; public enum EventType { LOGOUT, LOGIN, IMPERSONATE }")
                        .differences())
                .containsExactly("constant-new org.keycloak.EventType#IMPERSONATE");
    }

    @Test
    void endpointWhenItWritesThenNamed() {
        String resource = "package org.keycloak; public class Resource { %s public void clients() {} }";

        assertThat(fixture()
                        .base(resource.formatted(""))
                        .other(resource.formatted("@jakarta.ws.rs.POST @jakarta.ws.rs.Path(\"clients\")"))
                        .differences())
                .containsExactly("endpoint-new POST org.keycloak.Resource#clients clients");
        assertThat(new Fixture(folder.resolve("reads"))
                        .base(resource.formatted(""))
                        .other(resource.formatted("@jakarta.ws.rs.GET @jakarta.ws.rs.Path(\"clients\")"))
                        .differences())
                .isEmpty();
    }
}
