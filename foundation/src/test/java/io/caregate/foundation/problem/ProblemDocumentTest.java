package io.caregate.foundation.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemDocumentTest {
    @Test
    void membersWhenThereIsAReferenceThenAnInstanceToo() {
        assertThat(ProblemDocument.of("t", "Title", 404, "Detail", "not-found", null)
                        .toString())
                .isEqualTo("{type=t, title=Title, status=404, detail=Detail, code=not-found}");
        assertThat(ProblemDocument.of("t", "Title", 500, "Detail", "fault", "r7"))
                .containsEntry("instance", "urn:caregate:reference:r7");
    }
}
