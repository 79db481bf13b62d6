package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.entry.SealedEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HAPI's validator, with the definitions of R4 and without any network, accepts the rendered resources. */
class FhirValidationTest {
    @Test
    void auditEventWhenOfAnyTypeAndOutcomeThenValid() {
        List<String> wrong = new ArrayList<>();
        List<SealedEntry> entries = Samples.entries();
        entries.forEach(entry -> wrong.addAll(R4.errors(Format.FHIR.render(EntryView.of(entry, Samples.REFERENCE)))));
        wrong.addAll(R4.errors(Format.FHIR.render(Samples.checkpoint())));

        assertThat(entries).hasSizeGreaterThan(130);
        assertThat(wrong).isEmpty();
    }

    @Test
    void validatorWhenSomethingIsMissingOrWrongThenSaysSo() {
        String good =
                Format.FHIR.render(Samples.sealed(Samples.full("LOGIN_ERROR").build()));

        assertThat(R4.errors(good.replace("\"recorded\"", "\"recorder\""))).isNotEmpty();
        assertThat(R4.errors(good.replace("\"outcome\":\"4\"", "\"outcome\":\"5\"")))
                .isNotEmpty();
        assertThat(R4.errors(good.replace("\"action\":\"E\"", "\"action\":\"X\"")))
                .isNotEmpty();
    }
}
