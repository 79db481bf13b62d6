package io.caregate.policy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesDocumentTest {

    private static final Set<String> IDS =
            Arrays.stream(RuleId.values()).map(RuleId::id).collect(Collectors.toCollection(TreeSet::new));

    @Test
    void ruleWhenItExistsThenItHasASectionOfItsOwn() {
        assertThat(Document.of("docs/rules.md").all("(?m)(?<=^## `)[a-z0-9-]+(?=`$)"))
                .isEqualTo(IDS);
    }

    @Test
    void ruleWhenItExistsThenReadmeHasItsRow() {
        assertThat(firstCells("README.md")).containsExactlyInAnyOrderElementsOf(IDS);
    }

    private static List<String> firstCells(String document) {
        return Document.of(document).rows("[a-z]+(-[a-z0-9]+)+").stream()
                .map(cells -> cells.get(0))
                .toList();
    }
}
