package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import io.caregate.audit.record.SealedEntry;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HAPI's validator, with the definitions of R4 and nothing from any network, has nothing against what is rendered. */
class FhirValidationTest {
    private static FhirValidator validator;

    @BeforeAll
    static void validator() {
        FhirContext r4 = FhirContext.forR4();
        ValidationSupportChain chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(r4),
                new InMemoryTerminologyServerValidationSupport(r4),
                new CommonCodeSystemsTerminologyService(r4));
        validator = r4.newValidator().registerValidatorModule(new FhirInstanceValidator(chain));
    }

    @Test
    void auditEventWhenOfAnyTypeAndOutcomeThenValid() {
        List<String> wrong = new ArrayList<>();
        List<SealedEntry> entries = Samples.entries();
        entries.forEach(entry -> wrong.addAll(errors(Format.FHIR.render(entry))));
        wrong.addAll(errors(Format.FHIR.render(Samples.checkpoint())));

        assertThat(entries).hasSizeGreaterThan(130);
        assertThat(wrong).isEmpty();
    }

    @Test
    void validatorWhenSomethingIsMissingOrWrongThenSaysSo() {
        String good =
                Format.FHIR.render(Samples.sealed(Samples.full("LOGIN_ERROR").build()));

        assertThat(errors(good.replace("\"recorded\"", "\"recorder\""))).isNotEmpty();
        assertThat(errors(good.replace("\"outcome\":\"4\"", "\"outcome\":\"5\"")))
                .isNotEmpty();
        assertThat(errors(good.replace("\"action\":\"E\"", "\"action\":\"X\""))).isNotEmpty();
    }

    private static List<String> errors(String resource) {
        return validator.validateWithResult(resource).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(SingleValidationMessage::getMessage)
                .map(message -> message + " in " + resource)
                .toList();
    }
}
