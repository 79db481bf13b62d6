package io.caregate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.caregate.foundation.house.HouseRules;
import io.caregate.policy.option.PolicyOptions;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Checks the map of rooms in {@code docs/architecture/policy.md}. */
class RoomsTest {

    private static final String ROOT = "io.caregate.policy";

    private static final Map<String, Set<String>> MAY_USE = HouseRules.rooms("policy.md");

    /** The rooms of which {@code caregate-check.jar} contains a copy. */
    private static final Set<String> PURE = Set.of("rule", "posture");

    /**
     * The rooms in which guards decide on values, and the classes in them that hold live objects of Keycloak although
     * their names end in neither {@code Enforcer} nor {@code Reader}, each with its reason.
     */
    private static final Map<String, Map<String, String>> LIVE_BECAUSE = Map.of(
            "request",
                    Map.of(
                            "ErrorRedirect", "builds the answer with Keycloak's own builder of redirects",
                            "RefusalPages", "builds a page"),
            "authentication", Map.of(),
            "client",
                    Map.of(
                            "ClientPolicyMonitor", "logs changes of Keycloak's own policies, and refuses nothing",
                            "DryRun", "marks a session that can only be rolled back",
                            "ImportedFile", "asks Keycloak's options where the file of an import is"),
            "token",
                    Map.of(
                            "IdTokenMappers", "knows Keycloak's mappers by their classes",
                            "IntrospectionMappers", "knows Keycloak's mappers by their interface",
                            "RefreshLineStore", "a store over that of single-use objects and the client session",
                            "RequestNotes", "keeps values as attributes of the session"));

    /** The parts of Keycloak that are values: data classes, enumerations and functions on them. */
    private static final List<String> KEYCLOAKS_VALUES = List.of(
            "org.keycloak.common.util.UriUtils",
            "org.keycloak.events.EventType",
            "org.keycloak.jose.",
            "org.keycloak.protocol.oidc.utils.OIDCResponse",
            "org.keycloak.representations.",
            "org.keycloak.services.clientpolicy.ClientPolicyEvent",
            "org.keycloak.util.");

    /** The parts of the pack itself that answer requests or raise events. */
    private static final Set<String> ANSWERS =
            Set.of("refusal.Enforcement", "refusal.RefusalAnswers", "refusal.RulePage");

    /** Public classes that no other room uses and that are not services, each with its reason. */
    private static final Map<String, String> PUBLIC_BECAUSE = Map.of(
            "adapter.CaregateDefaultClientRegistrationProvider", "JAX-RS calls its methods by reflection",
            "adapter.CaregateOidcClientRegistrationProvider", "JAX-RS calls its methods by reflection",
            "adapter.AdminResource", "JAX-RS calls its methods by reflection",
            "adapter.CaregateLoginProtocolService", "JAX-RS calls its methods by reflection",
            "adapter.ExactLoginStatusIframeEndpoint", "JAX-RS calls its methods by reflection",
            "adapter.GuardedAuthorizationEndpoint", "JAX-RS calls its methods by reflection",
            "adapter.GuardedLogoutEndpoint", "JAX-RS calls its methods by reflection",
            "posture.PostureCheck", "a part of PostureFinding, which caregate-check.jar reports by it");

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static String room(JavaClass type) {
        String room = HouseRules.room(type, ROOT);
        // No class stands outside of the rooms.
        return room.isEmpty() ? ROOT : room;
    }

    private static String path(JavaClass type) {
        return type.getName().substring(ROOT.length() + 1);
    }

    private static Stream<JavaClass> topLevel() {
        return CLASSES.stream()
                .filter(type -> type.getEnclosingClass().isEmpty())
                .filter(type -> !type.getSimpleName().equals("package-info"));
    }

    @Test
    void roomWhenItUsesAnotherThenOnlyOneBelowIt() {
        HouseRules.assertRooms(CLASSES, "io.caregate", MAY_USE, RoomsTest::room);
    }

    @Test
    void ruleWhenItUsesAnythingThenOnlyJavaAndNullnessAnnotations() {
        List<String> foreign = CLASSES.stream()
                .filter(type -> PURE.contains(room(type)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> !isPure(use.getTargetClass().getBaseComponentType()))
                .map(use -> use.getDescription())
                .toList();
        assertThat(foreign).isEmpty();
    }

    private static boolean isPure(JavaClass type) {
        String home = type.getPackageName();
        return type.isPrimitive()
                || home.startsWith(ROOT + ".") && PURE.contains(home.substring(ROOT.length() + 1))
                || home.equals("org.jspecify.annotations")
                || home.startsWith("java.lang")
                || home.startsWith("java.util")
                || type.getName().startsWith("java.text.Normalizer")
                || home.equals("java.time");
    }

    @Test
    void ruleWhenItUsesJavaThenNoClockNetworkFileOrRandomness() {
        Set<String> impure = Set.of(
                "java.time.Clock",
                "java.time.Instant",
                "java.util.Random",
                "java.util.UUID",
                "java.lang.Thread",
                "java.lang.Process");
        List<String> uses = CLASSES.stream()
                .filter(type -> PURE.contains(room(type)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> impure.contains(use.getTargetClass().getName()))
                .map(use -> use.getDescription())
                .toList();
        assertThat(uses).isEmpty();
    }

    @Test
    void guardWhenItDecidesThenOnValuesAlone() {
        List<String> live = CLASSES.stream()
                .filter(type -> LIVE_BECAUSE.containsKey(room(type)) && !isLive(type))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> isLive(use.getTargetClass().getBaseComponentType()))
                .map(use -> use.getDescription())
                .toList();
        assertThat(live).isEmpty();
        LIVE_BECAUSE.forEach((room, types) -> assertThat(topLevel().map(RoomsTest::path))
                .containsAll(
                        types.keySet().stream().map(type -> room + "." + type).toList()));
    }

    private static boolean isLive(JavaClass type) {
        String name = type.getName();
        if (!name.startsWith(ROOT + ".")) {
            return name.startsWith("jakarta.")
                    || (name.startsWith("org.keycloak.")
                            && KEYCLOAKS_VALUES.stream().noneMatch(name::startsWith));
        }
        String path = path(type).replaceFirst("\\$.*", "");
        Map<String, String> live = LIVE_BECAUSE.getOrDefault(room(type), Map.of());
        return path.endsWith("Enforcer")
                || path.endsWith("Reader")
                || ANSWERS.contains(path)
                || live.containsKey(path.substring(path.indexOf('.') + 1));
    }

    /** Otherwise a hook could forget to ask, or ask in a way of its own. */
    @Test
    void realmWhenAskedWhetherTheRulesHoldThenByEnforcementAlone() {
        assertThat(callers("governs")).containsExactly("refusal.Enforcement");
        // Both only show the names to the operator.
        assertThat(callers("exemptRealms"))
                .containsExactlyInAnyOrder("adapter.ExemptRealmsCheck", "adapter.StartupBanner");
    }

    private static Set<String> callers(String method) {
        return CLASSES.get(PolicyOptions.class).getMethods().stream()
                .filter(asked -> asked.getName().equals(method))
                .flatMap(asked -> asked.getAccessesToSelf().stream())
                .map(access -> path(access.getOriginOwner()))
                .filter(path -> !path.equals("option.PolicyOptions"))
                .collect(Collectors.toSet());
    }

    @Test
    void nameWhenItSaysNothingThenRefused() {
        HouseRules.assertNamesSaySomething(CLASSES);
    }

    @Test
    void packageWhenItHasClassesThenDescribedAndNullMarked() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct().map(JavaPackage::getName))
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                                .isTrue());
    }

    @Test
    void classWhenNotAbstractThenFinal() {
        assertThat(topLevel()
                        .filter(type -> !type.isInterface()
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !type.getModifiers().contains(JavaModifier.FINAL)))
                .extracting(RoomsTest::path)
                .isEmpty();
    }

    @Test
    void classWhenPublicThenAnotherRoomOrServiceLoaderNeedsIt() throws IOException {
        Set<String> services = ServicesTest.lines().values().stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
        Set<String> unneeded = topLevel()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !services.contains(type.getName()))
                .filter(type -> type.getDirectDependenciesToSelf().stream()
                        .allMatch(use -> room(use.getOriginClass()).equals(room(type))))
                .map(RoomsTest::path)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unneeded).isSubsetOf(PUBLIC_BECAUSE.keySet());
        assertThat(topLevel().map(RoomsTest::path)).containsAll(PUBLIC_BECAUSE.keySet());
    }

    @Test
    void fieldWhenStaticThenFinalAndNoArray() {
        List<String> mutable = CLASSES.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL)
                        || field.getRawType().isArray()
                        || field.getRawType().getPackageName().startsWith("java.util.concurrent"))
                .map(JavaField::getFullName)
                .toList();
        assertThat(mutable).isEmpty();
    }

    @Test
    void ruleFieldWhenOfAnObjectThenFinal() {
        assertThat(CLASSES.stream()
                        .filter(type -> room(type).equals("rule"))
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL)))
                .extracting(JavaField::getFullName)
                .isEmpty();
    }

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        HouseRules.assertLogsThroughServerLog(CLASSES);
    }
}
