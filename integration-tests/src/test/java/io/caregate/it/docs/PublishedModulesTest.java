package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The POMs are as Maven Central requires them (central.sonatype.org, "Required POM Metadata"). */
final class PublishedModulesTest {
    private static final String GROUP = "io.caregate";
    private static final Set<String> NOT_PUBLISHED = Set.of(
            "caregate-benchmarks",
            "caregate-integration-tests",
            "caregate-realm-config",
            "caregate-sample-api",
            "caregate-server");

    static List<Path> modules() {
        return Repository.files("pom.xml").stream()
                .filter(pom -> !pom.equals(Repository.ROOT.resolve("pom.xml")))
                .toList();
    }

    static List<Path> published() {
        return modules().stream().filter(pom -> isPublished(root(pom))).toList();
    }

    @Test
    void moduleWhenItIsOnlyForThisBuildThenNotPublished() {
        assertThat(modules().stream().map(PublishedModulesTest::root).filter(module -> !isPublished(module)))
                .extracting(module -> text(module, "artifactId"))
                .containsExactlyInAnyOrderElementsOf(NOT_PUBLISHED);
    }

    @ParameterizedTest
    @MethodSource("published")
    void moduleWhenPublishedThenItSaysWhatItIs(Path pom) {
        Element module = root(pom);

        assertThat(text(module, "name")).startsWith("Caregate :: ");
        assertThat(text(module, "description")).hasSizeGreaterThan(20);
        assertThat(text(module, "parent", "artifactId")).isEqualTo("caregate");
        // What it says of these, the parent says for all.
        assertThat(List.of("groupId", "version", "url", "licenses", "developers", "scm"))
                .noneSatisfy(name -> assertThat(child(module, name)).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("published")
    void moduleWhenItNeedsAnotherThenThatIsPublishedToo(Path pom) {
        List<String> published =
                published().stream().map(file -> text(root(file), "artifactId")).toList();

        assertThat(dependencies(root(pom))
                        .filter(dependency -> text(dependency, "groupId").equals(GROUP))
                        .filter(dependency -> !text(dependency, "scope").equals("test")))
                .extracting(dependency -> text(dependency, "artifactId"))
                .isSubsetOf(published);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/organization",
                "developers/developer/organizationUrl",
                "scm/connection",
                "scm/developerConnection",
                "scm/url"
            })
    void parentWhenPublishedThenItHas(String element) {
        assertThat(text(root(Repository.ROOT.resolve("pom.xml")), element.split("/")))
                .isNotBlank();
    }

    /** Maven would add the module's name to each, and nothing is there. */
    @ParameterizedTest
    @ValueSource(strings = {"project.url", "scm.connection", "scm.developerConnection", "scm.url"})
    void addressWhenInheritedThenUnchanged(String address) {
        assertThat(Repository.read(Repository.ROOT.resolve("pom.xml")))
                .contains("child." + address + ".inherit.append.path=\"false\"");
    }

    private static boolean isPublished(Element module) {
        return !text(module, "properties", "maven.deploy.skip").equals("true");
    }

    private static Stream<Element> dependencies(Element module) {
        Element all = child(module, "dependencies");
        return all == null ? Stream.empty() : children(all);
    }

    private static String text(Element top, String... path) {
        Element at = top;
        for (String name : path) {
            at = child(at, name);
            if (at == null) {
                return "";
            }
        }
        return at.getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Element> children(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast);
    }

    private static Element root(Path pom) {
        try (var file = Files.newInputStream(pom)) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file)
                    .getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException unreadable) {
            throw new AssertionError(pom.toString(), unreadable);
        }
    }
}
