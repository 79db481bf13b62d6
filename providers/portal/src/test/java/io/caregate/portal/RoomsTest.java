package io.caregate.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The map of rooms in {@code docs/architecture/portal.md}, held. */
class RoomsTest {
    private static final String ROOT = "io.caregate.portal";

    /** The room that every JAR of the pack gets under a name of its own. */
    private static final String FOUNDATION = "foundation";

    /** Which rooms a room may use, from the floor up. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("option", Set.of(FOUNDATION)),
            Map.entry("problem", Set.of()),
            Map.entry("store", Set.of()),
            Map.entry("key", Set.of("problem")),
            Map.entry("access", Set.of("problem", FOUNDATION)),
            Map.entry("portalclient", Set.of("option", FOUNDATION)),
            Map.entry("webapp", Set.of("option", "portalclient")),
            Map.entry("client", Set.of("problem", "key")),
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
        assertThat(CLASSES.stream()
                        .map(RoomsTest::room)
                        .filter(room -> !room.isEmpty())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }

    @Test
    void mapWhenDocumentedThenTheSame() throws IOException {
        Pattern row = Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE);
        Map<String, Set<String>> documented = row.matcher(
                        Files.readString(Path.of("..", "..", "docs", "architecture", "portal.md")))
                .results()
                .collect(Collectors.toMap(room -> room.group(1), room -> rooms(room.group(2))));
        assertThat(documented).isEqualTo(MAY_USE);
    }

    private static Set<String> rooms(String cell) {
        return Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(room -> room.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void roomWhenItUsesAnotherThenOnlyOneBelowIt() {
        List<String> crossings = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().startsWith("io.caregate"))
                .filter(use -> {
                    String from = room(use.getOriginClass());
                    String to = room(use.getTargetClass());
                    return !from.equals(to)
                            && !MAY_USE.getOrDefault(from, Set.of()).contains(to);
                })
                .map(use -> use.getDescription())
                .toList();
        assertThat(crossings).isEmpty();
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
        String saysNothing = "(?i).*(util|helper|common|misc).*";
        assertThat(CLASSES.stream().map(JavaClass::getSimpleName)).noneMatch(name -> name.matches(saysNothing));
    }

    @Test
    void noJarOfThePackKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.caregate.policy..", "io.caregate.audit..")
                .check(CLASSES);
    }

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jboss.logging..", "java.util.logging..", "org.slf4j..")
                .check(CLASSES);
        noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS).check(CLASSES);
    }
}
