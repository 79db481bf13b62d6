package io.caregate.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map of rooms in {@code docs/architecture/audit.md}, held. */
class RoomsTest {
    private static final String ROOT = "io.caregate.audit";

    /** The module that the log shares with its verifier. */
    private static final String SHARED = "io.caregate.auditlog";

    /** The room that every JAR of the pack gets under a name of its own. */
    private static final String FOUNDATION = "foundation";

    /** Which rooms a room may use, from the floor up; each may write to the server's log. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("digest", Set.of()),
            Map.entry("entry", Set.of("digest")),
            Map.entry("tree", Set.of("digest")),
            Map.entry("record", Set.of("entry")),
            Map.entry("lease", Set.of("entry", "record")),
            Map.entry("integrity", Set.of("entry", "tree", "record")),
            Map.entry("format", Set.of("entry", "tree")),
            Map.entry("sink", Set.of("entry", "tree", "format")),
            Map.entry("deliver", Set.of("entry", "tree", "record", "lease", "sink", "integrity")),
            Map.entry("file", Set.of("entry", "tree", "format", "sink")),
            Map.entry("http", Set.of("sink")),
            Map.entry("webhook", Set.of("format", "sink", "http")),
            Map.entry("fhir", Set.of("format", "sink", "http")),
            Map.entry("syslog", Set.of("format", "sink")),
            Map.entry("status", Set.of("record", "lease", "integrity")),
            Map.entry("change", Set.of()),
            Map.entry("capture", Set.of("entry", "record", "change")),
            Map.entry("seal", Set.of("entry", "tree", "record", "lease", "integrity")),
            Map.entry("query", Set.of("entry", "record", "status", "integrity")),
            Map.entry("proof", Set.of("tree", "record", "integrity")),
            Map.entry("export", Set.of("entry", "tree", "record", "format", "integrity", "query", "proof")),
            Map.entry(
                    "read",
                    Set.of(
                            "entry",
                            "tree",
                            "record",
                            "format",
                            "status",
                            "integrity",
                            "query",
                            "proof",
                            "export",
                            FOUNDATION)));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT, SHARED);

    /** Empty for the package that puts the rooms together. */
    private static String room(JavaClass type) {
        String home = type.getPackageName();
        if (home.startsWith("io.caregate." + FOUNDATION)) {
            return FOUNDATION;
        }
        return home.equals(ROOT) ? "" : home.replaceFirst("^io\\.caregate\\.(audit|auditlog)\\.", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "lease"})
    void floorsKnowNoServer(String room) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..", "com.fasterxml..")
                .check(CLASSES);
    }

    /** They know JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"format", "query", "proof", "export"})
    void whatIsReadKnowsNoServer(String room) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..")
                .check(CLASSES);
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
                        Files.readString(Path.of("..", "..", "docs", "architecture", "audit.md")))
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
                .filter(type -> !room(type).isEmpty())
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().startsWith("io.caregate"))
                .filter(use -> !use.getTargetClass().isEquivalentTo(ServerLog.class))
                .filter(use -> {
                    String from = room(use.getOriginClass());
                    String to = room(use.getTargetClass());
                    return !from.equals(to) && !MAY_USE.get(from).contains(to);
                })
                .map(Dependency::getDescription)
                .toList();
        assertThat(crossings).isEmpty();
    }

    @Test
    void noJarOfThePackKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.caregate.policy..", "io.caregate.portal..")
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
