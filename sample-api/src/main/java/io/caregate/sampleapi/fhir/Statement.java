package io.caregate.sampleapi.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Coding;

/** Adds to HAPI's CapabilityStatement how clients get access, which HAPI cannot know. */
@Interceptor
final class Statement {
    private static final String SERVICES = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    /** Names OAuth and SMART; the addresses are in {@code .well-known/smart-configuration}. */
    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    public void describe(IBaseConformance conformance) {
        if (conformance instanceof CapabilityStatement statement) {
            var security = statement.getRestFirstRep().getSecurity();
            security.setDescription("Bearer access tokens only; the addresses are in .well-known/smart-configuration.");
            security.addService()
                    .addCoding(new Coding(SERVICES, "SMART-on-FHIR", "SMART-on-FHIR"))
                    .addCoding(new Coding(SERVICES, "OAuth", "OAuth"));
        }
    }
}
