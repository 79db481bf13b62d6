package io.caregate.sampleapi.fhir;

import ca.uhn.fhir.rest.annotation.Count;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Offset;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET Patient/{id}} and {@code GET Patient} with the search parameters of FHIR R4. A caller who may see only one
 * patient gets 404 for the others, not 403: the existence of a record is not public.
 */
public final class PatientProvider implements IResourceProvider {

    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final PatientStore store;

    PatientProvider(PatientStore store) {
        this.store = store;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return Patient.class;
    }

    /** One patient, also in its only version. */
    @Read(version = true)
    public Patient read(@IdParam IdType id, RequestDetails request) {
        Optional<String> only = ScopeGuard.reach(request).onlyPatient();
        return store.find(id.getIdPart())
                .filter(patient -> only.isEmpty() || only.get().equals(id.getIdPart()))
                .filter(patient -> !id.hasVersionIdPart()
                        || id.getVersionIdPart().equals(patient.getMeta().getVersionId()))
                .orElseThrow(() -> new ResourceNotFoundException(id));
    }

    /** The patients that match all parameters, by id; 400 for an unsupported modifier. */
    @Search
    public IBundleProvider search(
            RequestDetails request,
            @OptionalParam(name = "_id") @Nullable TokenOrListParam ids,
            @OptionalParam(name = Patient.SP_IDENTIFIER) @Nullable TokenParam identifier,
            @OptionalParam(name = Patient.SP_NAME) @Nullable StringParam name,
            @OptionalParam(name = Patient.SP_FAMILY) @Nullable StringParam family,
            @OptionalParam(name = Patient.SP_GIVEN) @Nullable StringParam given,
            @OptionalParam(name = Patient.SP_GENDER) @Nullable TokenParam gender,
            @OptionalParam(name = Patient.SP_BIRTHDATE) @Nullable DateRangeParam birthdate,
            @Count @Nullable Integer count,
            @Offset @Nullable Integer offset) {
        Optional<String> only = ScopeGuard.reach(request).onlyPatient();
        Modifiers.check(request.getParameters().keySet());
        var match = new PatientMatch(ids, identifier, name, family, given, gender, birthdate);
        List<Patient> found = store.all()
                .filter(patient -> only.isEmpty()
                        || only.get().equals(patient.getIdElement().getIdPart()))
                .filter(match)
                .toList();
        return page(found, offset == null ? 0 : offset, count == null ? PAGE : Math.min(count, LARGEST_PAGE));
    }

    /**
     * The link contains the number of the page, so the server keeps no state of a search that another token could read.
     */
    private static IBundleProvider page(List<Patient> found, int offset, int count) {
        if (offset < 0 || count < 0) {
            throw new InvalidRequestException("_count and _offset are not negative");
        }
        int from = Math.min(offset, found.size());
        int to = Math.min(from + count, found.size());
        var page = new SimpleBundleProvider(
                found.subList(from, to).stream().map(Patient::copy).toList());
        page.setSize(found.size());
        page.setCurrentPageOffset(offset);
        page.setCurrentPageSize(count);
        return page;
    }
}
