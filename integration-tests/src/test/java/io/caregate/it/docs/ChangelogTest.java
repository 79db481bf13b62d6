package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code CHANGELOG.md} has the form of Keep a Changelog 1.1.0, so that a release's notes can be cut out of it. */
final class ChangelogTest {
    private static final Pattern RELEASE = Pattern.compile("\\[(\\d+)\\.(\\d+)\\.(\\d+)] - (\\d{4}-\\d\\d-\\d\\d)");
    private static final List<String> KINDS = List.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");

    private final List<String> lines =
            Repository.read(Repository.ROOT.resolve("CHANGELOG.md")).lines().toList();

    @Test
    void sectionsWhenListedThenUnreleasedIsFirstAndTheOthersAreReleasesWithTheirDate() {
        List<String> sections = headings("## ").toList();

        assertThat(sections).first().isEqualTo("[Unreleased]");
        assertThat(sections.subList(1, sections.size())).allSatisfy(section -> {
            var release = RELEASE.matcher(section);
            assertThat(release.matches()).as(section).isTrue();
            assertThat(LocalDate.parse(release.group(4))).isBeforeOrEqualTo(LocalDate.now());
        });
    }

    @Test
    void changesWhenGroupedThenByTheirKindAndEachKindOnceInASection() {
        String section = "";
        int last = -1;
        for (String line : lines) {
            if (line.startsWith("## ")) {
                section = line;
                last = -1;
            } else if (line.startsWith("### ")) {
                int kind = KINDS.indexOf(line.substring(4));
                assertThat(kind).as("%s in %s", line, section).isGreaterThan(last);
                last = kind;
            }
        }
    }

    @Test
    void changeWhenListedThenOnOneLine() {
        assertThat(lines.subList(lines.indexOf("## [Unreleased]"), lines.size()))
                .allMatch(line ->
                        line.isEmpty() || line.startsWith("## ") || line.startsWith("### ") || line.startsWith("- "));
    }

    private Stream<String> headings(String level) {
        return lines.stream().filter(line -> line.startsWith(level)).map(line -> line.substring(level.length()));
    }
}
