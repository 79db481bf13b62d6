package io.caregate.foundation.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules for the classes of every JAR. */
public final class HouseRules {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$");
    private static final Pattern ROOM = Pattern.compile("`(\\w+)`");

    private static final String SHARED = "io.caregate.foundation";

    private HouseRules() {}

    /** Which rooms each room may use, as listed on a page of {@code docs/architecture}. */
    public static Map<String, Set<String>> rooms(String page) {
        try {
            return ROW.matcher(Files.readString(Path.of("..", "..", "docs", "architecture", page)))
                    .results()
                    .collect(Collectors.toMap(row -> row.group(1), row -> named(row.group(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> named(String cell) {
        return ROOM.matcher(cell).results().map(room -> room.group(1)).collect(Collectors.toSet());
    }

    /**
     * The room of a class: the rest of its package's name after that of the JAR, nothing for the JAR's own package, and
     * {@code foundation} for every package of the module that all JARs share.
     */
    public static String room(JavaClass type, String jar) {
        String home = type.getPackageName();
        if (home.startsWith(SHARED)) {
            return SHARED.substring(SHARED.lastIndexOf('.') + 1);
        }
        return home.startsWith(jar + ".") ? home.substring(jar.length() + 1) : home.equals(jar) ? "" : home;
    }

    /** The map has a row for every room, and no other; and its rooms stand one above the other, without a circle. */
    private static void assertOnTheMap(
            JavaClasses classes, Map<String, Set<String>> mayUse, Function<JavaClass, String> room) {
        assertThat(classes.stream().map(room).filter(name -> !name.isEmpty()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(mayUse.keySet());
        assertThat(circles(mayUse)).isEmpty();
    }

    /** The rooms that are left when each that uses none of those left is taken away, from the floor up. */
    static Set<String> circles(Map<String, Set<String>> mayUse) {
        Set<String> left = new TreeSet<>(mayUse.keySet());
        while (left.removeIf(room -> Collections.disjoint(mayUse.get(room), left))) {}
        return left;
    }

    /**
     * The map is true: it names every room, has no circle, and no room uses one that is not in its row.
     *
     * @param within the package of the rooms
     * @param room the room of a class of the pack; a class without one has the empty name and may use anything
     */
    public static void assertRooms(
            JavaClasses classes, String within, Map<String, Set<String>> mayUse, Function<JavaClass, String> room) {
        assertOnTheMap(classes, mayUse, room);
        assertThat(classes.stream()
                        .filter(type -> !room.apply(type).isEmpty())
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(use -> use.getTargetClass().getPackageName().startsWith(within))
                        .filter(use -> !room.apply(use.getOriginClass()).equals(room.apply(use.getTargetClass())))
                        .filter(use -> !mayUse.getOrDefault(room.apply(use.getOriginClass()), Set.of())
                                .contains(room.apply(use.getTargetClass())))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    /** Each JAR can be installed without the others. */
    public static void assertKnowsNoJar(JavaClasses classes, String... jars) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Arrays.stream(jars)
                        .map(jar -> "io.caregate." + jar + "..")
                        .toArray(String[]::new))
                .check(classes);
    }

    /** Only the one class that escapes text writes to the server log. */
    public static void assertLogsThroughServerLog(JavaClasses classes) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jboss.logging..", "java.util.logging..", "org.slf4j..")
                .check(classes);
        noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS).check(classes);
    }

    /** No class or package has a meaningless word as its name. */
    public static void assertNamesSaySomething(JavaClasses classes) {
        String saysNothing = "(?i).*(util|helper|common|misc).*";
        assertThat(classes.stream().map(JavaClass::getName)).noneMatch(name -> name.matches(saysNothing));
    }
}
