package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The supported versions of Keycloak are one list, in the root pom. All other places that name versions follow it. */
final class VersionsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** It has a profile, for a machine that can get its server, and is not supported. */
    private static final String NEXT = "26.8.2";

    @Test
    void profilesWhenComparedWithTheListThenThereIsOneForEachVersionAndTheNext() throws IOException {
        List<String> profiles = Pattern.compile(
                        "<id>keycloak-([0-9.]+)</id>\\s*<properties>\\s*<keycloak\\.version>\\1</keycloak\\.version>")
                .matcher(read("pom.xml"))
                .results()
                .map(profile -> profile.group(1))
                .toList();

        List<String> expected = new ArrayList<>(supported());
        expected.add(NEXT);
        assertThat(profiles).isEqualTo(expected);
        assertThat(read("docs/upgrade.md")).contains("mvn -Pkeycloak-" + NEXT + " verify");
    }

    @Test
    void oldestVersionWhenComparedWithTheListThenItIsTheFirst() throws IOException {
        assertThat(property("keycloak.oldest.version")).isEqualTo(supported().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "SECURITY.md"})
    void documentWhenItNamesTheVersionsThenAllOfThem(String document) throws IOException {
        assertThat(read(document)).contains(String.join(", ", supported()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker-compose.yml",
                "containers/keycloak/Dockerfile",
                "containers/kubernetes/keycloak.yaml",
                "containers/kubernetes/values.yaml"
            })
    void imageWhenItsVersionIsGivenThenItIsTheDefaultOne(String file) throws IOException {
        List<String> named = Pattern.compile("26\\.\\d+\\.\\d+")
                .matcher(read(file))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(named).containsExactly(property("keycloak.version"));
    }

    private static List<String> supported() throws IOException {
        return List.of(property("keycloak.supported.versions").split(","));
    }

    private static String property(String name) throws IOException {
        var matcher = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(read("pom.xml"));
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
