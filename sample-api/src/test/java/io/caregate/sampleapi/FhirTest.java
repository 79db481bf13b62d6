package io.caregate.sampleapi;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.http.HttpResponse;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resources that are served to a caller with access, and how far their scopes reach. */
class FhirTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final RSAKey KEY = FakeRealm.key("key-1");
    private static final FakeRealm REALM = new FakeRealm();
    private static final Forge FORGE = new Forge(KEY, REALM.issuer());
    private static final String FORM = "application/x-www-form-urlencoded";
    private static RunningApi api;

    @BeforeAll
    static void start() {
        REALM.publish(KEY.toPublicJWK());
        api = new RunningApi(REALM.issuer());
    }

    @AfterAll
    static void stop() {
        api.close();
        REALM.close();
    }

    private static HttpResponse<String> get(String path) {
        return api.withToken(path, FORGE.token());
    }

    private static Bundle bundle(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return FHIR.newJsonParser().parseResource(Bundle.class, answer.body());
    }

    private static List<String> ids(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            family=baum                                 | bela-baumann
            name=bel                                    | bela-baumann
            name=b%C3%A9la                              | bela-baumann
            family=garcia                               | gero-garcia
            family:exact=Garcia                         |
            family:contains=CASTR                       | chidi-castro
            given=luis                                  | gero-garcia
            gender=other                                | jule-jansen
            birthdate=1990-01-17                        | dora-demir
            birthdate=ge2001&birthdate=lt2010           | emil-ekstrom
            birthdate=lt1950                            | gero-garcia
            identifier=P-0003                           | chidi-castro
            identifier=https://hospital.example.org/patients%7CP-0003 | chidi-castro
            identifier=https://other.example.org%7CP-0003 |
            _id=anna-arnold,hana-huber                  | anna-arnold hana-huber
            _id=anna-arnold&gender=male                 |
            """)
    void searchWhenAParameterIsGivenThenThoseThatMatch(String query, String expected) {
        Bundle found = bundle(get("/fhir/Patient?" + query));
        assertThat(found.getType()).isEqualTo(Bundle.BundleType.SEARCHSET);
        assertThat(String.join(" ", ids(found))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void searchWhenMoreThanAPageThenLinksLeadThroughAll() {
        Bundle first = bundle(get("/fhir/Patient?_count=5"));
        assertThat(first.getTotal()).isEqualTo(12);
        assertThat(first.getEntry()).hasSize(5);
        String next = first.getLink("next").getUrl();
        assertThat(next).contains("_offset=5").contains("_count=5");
        Bundle second = bundle(get(next.substring(next.indexOf("/fhir"))));
        assertThat(ids(second)).hasSize(5).doesNotContainAnyElementsOf(ids(first));
        Bundle last = bundle(get("/fhir/Patient?_count=5&_offset=10"));
        assertThat(ids(last)).hasSize(2);
        assertThat(last.getLink("next")).isNull();
        assertThat(ids(bundle(get("/fhir/Patient?_count=5&_offset=50")))).isEmpty();
        assertThat(get("/fhir/Patient?_count=-1").statusCode()).isEqualTo(400);
        assertThat(get("/fhir/Patient?_count=5&_offset=-5").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient?colour=red",
                "/fhir/Patient?birthdate=yesterday",
                "/fhir/Patient?gender:not=male",
                "/fhir/Patient?_id:not=anna-arnold",
                "/fhir/Patient?_id:missing=true",
                "/fhir/Patient?identifier:not=P-0003",
                "/fhir/Patient?birthdate:missing=false",
                "/fhir/Patient?name:text=anna",
                "/fhir/Patient?name:nickname=anna",
                "/fhir/Patient?name:missing=true",
                "/fhir/Patient?family:EXACT=Arnold",
                "/fhir/Patient?family:exact:not=Arnold",
                "/fhir/Patient?_id.name=anna"
            })
    void searchWhenItCannotBeMeantThenOperationOutcome(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(FHIR.newJsonParser()
                        .parseResource(OperationOutcome.class, answer.body())
                        .getIssue())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Patient/_search, false",
        "/fhir/Patient/_search, true",
        "/fhir/Patient/_search?_count=5, false",
        "/fhir/Patient/_search?_count=5, true"
    })
    void searchWhenItsFormIsSmallThenThoseThatMatch(String path, boolean chunked) {
        var answer = api.send("POST", path, FORGE.token(), FORM, "family=garcia", chunked);
        assertThat(ids(bundle(answer))).containsExactly("gero-garcia");
        assertThat(api.send("POST", path, FORGE.token(), FORM, "_id:not=anna-arnold", chunked)
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Patient/_search, 1048576, false",
        "/fhir/Patient/_search, 1048576, true",
        "/fhir/Patient/_search, 8193, false",
        "/fhir/Patient/_search, 8193, true",
        "/fhir/Patient/_search?_count=5, 1048576, false",
        "/fhir/Patient/_search?_count=5, 1048576, true",
        "/fhir/Patient/_search?_count=5, 8193, false",
        "/fhir/Patient/_search?_count=5, 8193, true"
    })
    void searchWhenItsFormIsTooLargeThenSaidSoAndNothingIsFound(String path, int bytes, boolean chunked) {
        String form = "family=" + "g".repeat(bytes - "family=".length());
        var answer = api.send("POST", path, FORGE.token(), FORM, form, chunked);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
        assertThat(FHIR.newJsonParser()
                        .parseResource(OperationOutcome.class, answer.body())
                        .getIssue())
                .isNotEmpty();
        String largest = "family=" + "g".repeat(8192 - "family=".length());
        assertThat(ids(bundle(api.send("POST", path, FORGE.token(), FORM, largest, chunked))))
                .isEmpty();
    }

    /** The limit applies before authentication: a body that is read there would be read for everyone. */
    @ParameterizedTest
    @CsvSource({
        "POST, /fhir/Patient, application/fhir+json",
        "PUT, /fhir/Patient/anna-arnold, application/x-www-form-urlencoded",
        "POST, /health, application/x-www-form-urlencoded"
    })
    void bodyWhenTooLargeThenRefusedWhoeverSendsIt(String method, String path, String type) {
        assertThat(api.send(method, path, "", type, "a".repeat(8193), false).statusCode())
                .isEqualTo(413);
        assertThat(api.send(method, path, "", type, "a".repeat(8192), false).statusCode())
                .isEqualTo(401);
    }

    @Test
    void readWhenUnknownThenNotFoundAsOperationOutcome() {
        var answer = get("/fhir/Patient/nobody");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/fhir+json");
        assertThat(answer.body()).startsWith("{\"resourceType\":\"OperationOutcome\"");
        assertThat(get("/fhir/Patient/anna-arnold/_history/1").statusCode()).isEqualTo(200);
        assertThat(get("/fhir/Patient/anna-arnold/_history/2").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # scope                                  | read | search
            health-api                               | 200  | 200
            openid health-api                        | 200  | 200
            user/Patient.rs                          | 200  | 200
            user/*.rs                                | 200  | 200
            system/Patient.rs                        | 200  | 200
            system/*.cruds                           | 200  | 200
            user/Patient.r                           | 200  | 403
            user/Patient.s                           | 403  | 200
            user/Patient.r user/*.s                  | 200  | 200
            user/Observation.rs                      | 403  | 403
            health-api user/Observation.rs           | 403  | 403
            user/Patient.read                        | 403  | 403
            user/Patient.sr                          | 403  | 403
            user/Patient.                            | 403  | 403
            user/Patient.rs?gender=male              | 403  | 403
            user/patient.rs                          | 403  | 403
            USER/Patient.rs                          | 403  | 403
            patient/Patient.rs                       | 403  | 403
            openid profile                           | 403  | 403
            health-api-2                             | 403  | 403
            """)
    void scopeWhenAskedThenAsFarAsItSays(String scope, int read, int search) {
        String token = FORGE.token(claims -> claims.claim("scope", scope));
        var one = api.withToken("/fhir/Patient/anna-arnold", token);
        var all = api.withToken("/fhir/Patient", token);
        assertThat(one.statusCode()).as(one.body()).isEqualTo(read);
        assertThat(all.statusCode()).as(all.body()).isEqualTo(search);
        if (read == 403) {
            assertThat(one.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Bearer realm=\"health-api\", error=\"insufficient_scope\","
                            + " error_description=\"The token's scopes do not allow this\", scope=\"user/Patient.r\"");
            assertThat(one.body())
                    .startsWith("{\"resourceType\":\"OperationOutcome\"")
                    .doesNotContain("Arnold");
        }
    }

    @Test
    void scopeWhenOfOnePatientThenOnlyHisRecord() {
        String token = FORGE.token(
                claims -> claims.claim("scope", "patient/Patient.rs").claim("patient", "anna-arnold"));
        assertThat(api.withToken("/fhir/Patient/anna-arnold", token).statusCode())
                .isEqualTo(200);
        assertThat(api.withToken("/fhir/Patient/bela-baumann", token).statusCode())
                .isEqualTo(404);
        assertThat(ids(bundle(api.withToken("/fhir/Patient", token)))).containsExactly("anna-arnold");
        assertThat(ids(bundle(api.withToken("/fhir/Patient?_id=bela-baumann", token))))
                .isEmpty();
        assertThat(bundle(api.withToken("/fhir/Patient?_summary=count", token)).getTotal())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"POST, /fhir/Patient", "PUT, /fhir/Patient/anna-arnold", "DELETE, /fhir/Patient/anna-arnold"})
    void writeWhenTriedThenRefusedAndNothingChanges(String method, String path) {
        assertThat(api.send(method, path, FORGE.token()).statusCode()).isBetween(400, 499);
        assertThat(bundle(get("/fhir/Patient")).getTotal()).isEqualTo(12);
    }

    @Test
    void statementWhenReadWithoutATokenThenItSaysHowToGetIn() {
        var answer = api.get("/fhir/metadata");
        assertThat(answer.statusCode()).isEqualTo(200);
        var statement = FHIR.newJsonParser().parseResource(CapabilityStatement.class, answer.body());
        assertThat(statement
                        .getRestFirstRep()
                        .getSecurity()
                        .getServiceFirstRep()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("SMART-on-FHIR");
        assertThat(statement.getRestFirstRep().getResource())
                .anyMatch(resource -> resource.getType().equals("Patient"));
        assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
    }

    @Test
    void smartConfigurationWhenReadThenTheRealmsOwn() {
        var answer = api.get("/fhir/.well-known/smart-configuration", "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(answer.body()).contains("permission-v2");
    }

    @Test
    void healthWhenReadThenUpAndNothingElseIsOpen() {
        assertThat(api.get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(api.get("/env").statusCode()).isEqualTo(401);
        assertThat(get("/env").statusCode()).isEqualTo(404);
    }

    @Test
    void originWhenNotNamedThenNoCors() {
        var named = api.get("/fhir/metadata", "Origin", "https://spa.example.com");
        var other = api.get("/fhir/metadata", "Origin", "https://evil.example.com");
        assertThat(named.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://spa.example.com");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
}
