package io.caregate.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.caregate.foundation.house.HouseRules;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The map of rooms in {@code docs/architecture/portal.md}, held. */
class RoomsTest {
    private static final String ROOT = "io.caregate.portal";

    /** The room that every JAR of the pack gets under a name of its own. */
    private static final String FOUNDATION = "foundation";

    /** Which rooms a room may use, from the floor up. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("option", Set.of(FOUNDATION)),
            Map.entry("problem", Set.of(FOUNDATION)),
            Map.entry("store", Set.of(FOUNDATION)),
            Map.entry("key", Set.of("problem", FOUNDATION)),
            Map.entry("access", Set.of("problem", FOUNDATION)),
            Map.entry("portalclient", Set.of("option", FOUNDATION)),
            Map.entry("webapp", Set.of("option", "portalclient", FOUNDATION)),
            Map.entry("client", Set.of("problem", "key", FOUNDATION)),
            Map.entry("request", Set.of("problem", "access", "store", "key", "client")),
            Map.entry(
                    "rest",
                    Set.of(
                            "option",
                            "problem",
                            "store",
                            "key",
                            "access",
                            "portalclient",
                            "webapp",
                            "client",
                            "request",
                            FOUNDATION)));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static String room(JavaClass type) {
        String home = type.getPackageName();
        if (home.equals(ROOT)) {
            return "";
        }
        if (home.startsWith("io.caregate." + FOUNDATION)) {
            return FOUNDATION;
        }
        return home.startsWith(ROOT + ".") ? home.substring(ROOT.length() + 1) : home;
    }

    @Test
    void roomWhenNewThenItIsOnTheMap() {
        HouseRules.assertOnTheMap(CLASSES, MAY_USE, RoomsTest::room);
    }

    @Test
    void mapWhenDocumentedThenTheSame() {
        assertThat(HouseRules.rooms("portal.md")).isEqualTo(MAY_USE);
    }

    @Test
    void roomWhenItUsesAnotherThenOnlyOneBelowIt() {
        HouseRules.assertNoCrossing(CLASSES, "io.caregate", MAY_USE, RoomsTest::room);
    }

    @Test
    void keyWhenItUsesAnythingThenNoServer() {
        noClasses()
                .that()
                .resideInAnyPackage("..portal.key..", "..portal.problem..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..")
                .check(CLASSES);
    }

    @Test
    void nameWhenItSaysNothingThenRefused() {
        HouseRules.assertNamesSaySomething(CLASSES);
    }

    @Test
    void noJarOfThePackKnowsAnother() {
        HouseRules.assertKnowsNoJar(CLASSES, "policy", "audit");
    }

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        HouseRules.assertLogsThroughServerLog(CLASSES);
    }
}
