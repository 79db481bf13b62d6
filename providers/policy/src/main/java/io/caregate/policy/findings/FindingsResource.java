package io.caregate.policy.findings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.foundation.http.DownloadSlots;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.refusal.RulePage;
import io.caregate.policy.reportmode.ViolationTables;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The findings report, {@code /admin/realms/{realm}/caregate/findings}, for administrators with the role
 * {@code view-clients} of the realm: as JSON, as a page to print, or as the differences from an earlier one. It changes
 * nothing. A node sends {@value DownloadSlots#MOST} reports at a time; 429 for the next.
 */
public final class FindingsResource {
    private static final String NO_STORE = "no-store";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final Report report;
    private final DownloadSlots slots;

    public FindingsResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            Enforcement enforcement,
            ViolationTables tables,
            DownloadSlots slots,
            String version) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.slots = slots;
        this.report = new Report(
                session.getKeycloakSessionFactory(),
                enforcement.options(),
                tables,
                version,
                realm.getId(),
                RulePage.address(session, realm));
    }

    /** The current report; HTML with {@code ?format=html} or where it is preferred, otherwise JSON. */
    @GET
    public Response findings() {
        permissions.clients().requireView();
        String format = session.getContext().getUri().getQueryParameters().getFirst("format");
        if (format != null && !format.equals("html") && !format.equals("json")) {
            return badRequest("format is html or json");
        }
        return "html".equals(format) || (format == null && prefersHtml()) ? page() : json(this::writeJson);
    }

    /**
     * The differences between the report in the body and now, or between the two reports {@code before} and
     * {@code after} in the body. 400 if the body is neither.
     */
    @POST
    @Path("diff")
    public Response diff(InputStream body) {
        permissions.clients().requireView();
        try {
            JsonNode sent = parse(body);
            if (sent.has("before") || sent.has("after")) {
                PreviousReport before = PreviousReport.of("before", sent.path("before"));
                PreviousReport after = PreviousReport.of("after", sent.path("after"));
                return json(out -> FindingsDiff.write(out, before, after));
            }
            PreviousReport before = PreviousReport.of("the body", sent);
            if (!before.realm().isEmpty() && !before.realm().equals(realm.getName())) {
                return badRequest(
                        "the report is of another realm; send two reports as before and after to compare" + " them");
            }
            return json(out -> report.write(new FindingsDiff(out, before)));
        } catch (BadReportException bad) {
            return badRequest(String.valueOf(bad.getMessage()));
        }
    }

    private static JsonNode parse(InputStream body) throws BadReportException {
        try {
            JsonNode sent = new ObjectMapper().readTree(body);
            if (sent.isObject()) {
                return sent;
            }
        } catch (JacksonException notJson) {
            throw new BadReportException("the body is no JSON; send a report as it was printed");
        } catch (IOException unreadable) {
            throw new BadReportException("the body could not be read");
        }
        throw new BadReportException("the body is no JSON object; send a report as it was printed");
    }

    private boolean prefersHtml() {
        for (MediaType type :
                session.getContext().getHttpRequest().getHttpHeaders().getAcceptableMediaTypes()) {
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (type.isCompatible(MediaType.TEXT_HTML_TYPE)) {
                return true;
            }
        }
        return false;
    }

    private void writeJson(OutputStream out) throws IOException {
        report.write(new JsonReport(out));
    }

    // Two passes: people read the totals first.
    private void writePage(OutputStream out, List<Locale> languages) throws IOException {
        HtmlReport page = new HtmlReport(out, languages);
        page.open();
        SummarySink sums = new SummarySink();
        report.write(sums);
        page.sums(sums.summary());
        report.write(page);
    }

    private Response json(StreamingOutput output) {
        return unhurried(output, body -> Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build());
    }

    private Response page() {
        // Read now: the page is written when the request may be over.
        List<Locale> languages = List.copyOf(
                session.getContext().getHttpRequest().getHttpHeaders().getAcceptableLanguages());
        return unhurried(out -> writePage(out, languages), body -> {
            // Keycloak would replace the page's stricter policy with the realm's policy for its own pages.
            session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
            return Response.ok(body, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                    .language(HtmlReport.language(languages))
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                    .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                    .header("Content-Security-Policy", HtmlReport.CONTENT_SECURITY_POLICY)
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("X-Robots-Tag", "none")
                    .build();
        });
    }

    /** An answer that is sent while it is made; 429 while this node sends as many as it may. */
    private Response unhurried(StreamingOutput output, Function<StreamingOutput, Response> answer) {
        return slots.take(session)
                .map(place -> answer.apply(place.paced(output)))
                .orElseGet(() -> RefusalAnswers.busy(slots));
    }

    private static Response badRequest(String text) {
        return Response.fromResponse(RefusalAnswers.json(Response.Status.BAD_REQUEST, "invalid_request", text))
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }
}
