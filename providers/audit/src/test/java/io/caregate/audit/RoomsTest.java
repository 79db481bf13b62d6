package io.caregate.audit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    private static final Map<String, Set<String>> MAY_USE = map();

    @ParameterizedTest
    @ValueSource(strings = {"record", "tree", "lease"})
    void floorsKnowNoServer(String room) {
        noClasses()
                .that()
                .resideInAPackage("..audit." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..", "com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void formatsKnowNoServer() {
        noClasses()
                .that()
                .resideInAPackage("..audit.format..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..", "org.jboss..")
                .check(CLASSES);
    }

    @Test
    void roomWhenThereIsOneThenItHasARowOfTheMap() {
        assertThat(CLASSES.stream().map(RoomsTest::room).filter(room -> !room.isEmpty()))
                .isNotEmpty()
                .allSatisfy(room -> assertThat(MAY_USE).containsKey(room));
        assertThat(CLASSES.stream().map(RoomsTest::room)).containsAll(MAY_USE.keySet());
    }

    @Test
    void roomWhenItUsesAnotherThenOneOfItsRow() {
        List<String> crossings = CLASSES.stream()
                .filter(type -> !room(type).isEmpty())
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().startsWith(ROOT))
                .filter(use -> {
                    String from = room(use.getOriginClass());
                    String to = room(use.getTargetClass());
                    return !from.equals(to) && !MAY_USE.get(from).contains(to);
                })
                .map(Dependency::getDescription)
                .toList();
        assertThat(crossings).isEmpty();
    }

    /** What each room may use. */
    private static Map<String, Set<String>> map() {
        try {
            return Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE)
                    .matcher(Files.readString(Path.of("..", "..", "docs", "architecture", "audit.md")))
                    .results()
                    .collect(Collectors.toMap(row -> row.group(1), row -> rooms(row.group(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> rooms(String cell) {
        return Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(room -> room.group(1))
                .collect(Collectors.toSet());
    }

    /** Empty for the package that puts the rooms together. */
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", -1)[0];
    }

    @Test
    void onlyTheRestKnowsMoreThanLogAndOptionsOfTheModuleThatEveryJarHas() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..audit.read..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.caregate.foundation..")
                        .and(not(resideInAnyPackage("..foundation.log", "..foundation.option"))))
                .check(CLASSES);
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
