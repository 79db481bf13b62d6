package io.caregate.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientAccess;
import io.caregate.portal.client.ClientAccess.KeysView;
import io.caregate.portal.client.ClientDescription;
import io.caregate.portal.client.ClientType;
import io.caregate.portal.client.ClientView;
import io.caregate.portal.client.ClientView.ApiAccess;
import io.caregate.portal.client.ClientView.SecretView;
import io.caregate.portal.client.Environment;
import io.caregate.portal.client.ScopeChoice;
import io.caregate.portal.key.ClientKeys;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.Language;
import io.caregate.portal.registration.CallerView;
import io.caregate.portal.registration.NewClient;
import io.caregate.portal.registration.NewSecret;
import io.caregate.portal.request.RequestPage;
import io.caregate.portal.request.RequestView;
import io.caregate.portal.request.RequestView.Decision;
import io.caregate.portal.request.RequestView.Grant;
import io.caregate.portal.request.RequestView.Person;
import io.caregate.portal.request.RequestView.Proposal;
import io.caregate.portal.request.RequestView.RequestedClient;
import io.caregate.portal.request.RequestView.Result;
import io.caregate.portal.webapp.AppConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers, byte for byte: what programs read does not depend on how the code groups it. */
class AnswerJsonTest {
    private static final String WEB = """
            {"id":"uuid","clientId":"my-app-abc","kind":"web","name":"My app","description":"",\
            "environment":"production","enabled":true,"redirectUris":["https://a.example/cb"],\
            "webOrigins":["https://a.example"],"scopes":["health-api"],"authentication":"secret","keys":null,\
            "roles":[],"secret":{"createdAt":"2026-01-01T00:00:00Z","validUntil":null,"previousValidUntil":null},\
            "apis":[],"createdAt":"2026-01-02T00:00:00Z","pendingRequest":"request"}""";

    private static ClientView web() {
        return new ClientView(
                "uuid",
                "my-app-abc",
                about(),
                true,
                new ClientAccess(
                        List.of("https://a.example/cb"),
                        List.of("https://a.example"),
                        List.of("health-api"),
                        Authentication.SECRET,
                        null,
                        List.of()),
                new SecretView("2026-01-01T00:00:00Z", null, null),
                List.of(),
                "2026-01-02T00:00:00Z",
                "request");
    }

    private static ClientView service() {
        return new ClientView(
                "uuid",
                "my-service-abc",
                new ClientDescription(ClientType.SERVICE, "My service", "Nightly", Environment.ACCEPTANCE),
                false,
                new ClientAccess(
                        List.of(),
                        List.of(),
                        List.of(),
                        Authentication.KEYS,
                        new KeysView(null, List.of(new ClientKeys.KeyView("kid", "ES384"))),
                        List.of("health-api:system")),
                null,
                List.of(new ApiAccess("health-api", List.of("health-api:system"), true)),
                "2026-01-02T00:00:00Z",
                null);
    }

    private static ClientDescription about() {
        return new ClientDescription(ClientType.WEB, "My app", "", Environment.PRODUCTION);
    }

    private static RequestedClient asked(String uri) {
        return new RequestedClient(
                about(),
                new ClientAccess(
                        List.of(uri), List.of(), List.of("health-api"), Authentication.SECRET, null, List.of()));
    }

    private static RequestView pending() {
        return new RequestView(
                "id",
                "create",
                "pending",
                new Person("user", null, null),
                new Proposal(
                        "why", asked("https://a.example/cb"), null, List.of(new Grant("health-api:system", false))),
                new Result(null, null, false),
                "2026-01-01T00:00:00Z",
                new Decision(null, null, null));
    }

    private static RequestView declined() {
        return new RequestView(
                "id",
                "change",
                "declined",
                new Person("user", "dev", "Dev Eloper"),
                new Proposal("why", asked("https://b.example/cb"), asked("https://a.example/cb"), List.of()),
                new Result("uuid", "my-app-abc", true),
                "2026-01-01T00:00:00Z",
                new Decision("2026-01-02T00:00:00Z", new Person("other", "app", "App Rover"), "no"));
    }

    private static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(web(), WEB),
                Arguments.of(service(), """
                        {"id":"uuid","clientId":"my-service-abc","kind":"service","name":"My service",\
                        "description":"Nightly","environment":"acceptance","enabled":false,"redirectUris":[],\
                        "webOrigins":[],"scopes":[],"authentication":"keys",\
                        "keys":{"jwksUrl":null,"keys":[{"kid":"kid","alg":"ES384"}]},\
                        "roles":["health-api:system"],"secret":null,\
                        "apis":[{"api":"health-api","roles":["health-api:system"],"admitted":true}],\
                        "createdAt":"2026-01-02T00:00:00Z","pendingRequest":null}"""),
                Arguments.of(new NewClient(web(), "s3cret"), "{\"client\":" + WEB + ",\"secret\":\"s3cret\"}"),
                Arguments.of(new NewSecret("my-app-abc", "s3cret", null), """
                        {"clientId":"my-app-abc","secret":"s3cret","previousValidUntil":null}"""),
                Arguments.of(pending(), """
                        {"id":"id","action":"create","state":"pending",\
                        "requester":{"id":"user","username":null,"name":null},"purpose":"why",\
                        "asked":{"kind":"web","name":"My app","description":"","environment":"production",\
                        "redirectUris":["https://a.example/cb"],"webOrigins":[],"scopes":["health-api"],\
                        "authentication":"secret","keys":null,"roles":[]},"current":null,\
                        "grants":[{"role":"health-api:system","mayGive":false}],"client":null,"clientId":null,\
                        "secretWaits":false,"createdAt":"2026-01-01T00:00:00Z","decidedAt":null,"decider":null,\
                        "reason":null}"""),
                Arguments.of(declined(), """
                        {"id":"id","action":"change","state":"declined",\
                        "requester":{"id":"user","username":"dev","name":"Dev Eloper"},"purpose":"why",\
                        "asked":{"kind":"web","name":"My app","description":"","environment":"production",\
                        "redirectUris":["https://b.example/cb"],"webOrigins":[],"scopes":["health-api"],\
                        "authentication":"secret","keys":null,"roles":[]},\
                        "current":{"kind":"web","name":"My app","description":"","environment":"production",\
                        "redirectUris":["https://a.example/cb"],"webOrigins":[],"scopes":["health-api"],\
                        "authentication":"secret","keys":null,"roles":[]},"grants":[],\
                        "client":"uuid","clientId":"my-app-abc",\
                        "secretWaits":true,"createdAt":"2026-01-01T00:00:00Z",\
                        "decidedAt":"2026-01-02T00:00:00Z",\
                        "decider":{"id":"other","username":"app","name":"App Rover"},"reason":"no"}"""),
                Arguments.of(new RequestPage(List.of(), true), "{\"requests\":[],\"more\":true}"),
                Arguments.of(CheckResult.of(List.of(FieldError.of("name", "required")), null, Language.ENGLISH), """
                        {"valid":false,"errors":[{"pointer":"#/name","code":"required","detail":"Enter a value."}]}"""),
                Arguments.of(
                        new CallerView(
                                "id",
                                "dev",
                                "Dev",
                                List.of("developer"),
                                "approval",
                                true,
                                new CallerView.Limit(1, 20),
                                List.of(new ScopeChoice.Scope(
                                        "s", "S", List.of(ClientType.SERVICE), "api", List.of("api:r"))),
                                3,
                                false,
                                true),
                        """
                        {"id":"id","username":"dev","name":"Dev","roles":["developer"],"registration":"approval",\
                        "mayRegister":true,"clients":{"used":1,"most":20},\
                        "scopes":[{"name":"s","description":"S","kinds":["service"],"api":"api","roles":["api:r"]}],\
                        "waiting":3,"secretRotation":false,"signIns":true}"""),
                Arguments.of(
                        new AppConfig(
                                "r",
                                "Realm",
                                "i",
                                "c",
                                new AppConfig.Addresses("p", "a", "au", "acc"),
                                new AppConfig.Languages(List.of("en", "de"), "en"),
                                "approval",
                                null),
                        """
                        {"realm":"r","displayName":"Realm","issuer":"i","clientId":"c","portalUrl":"p","apiUrl":"a",\
                        "auditUrl":"au","accountUrl":"acc","locales":["en","de"],"defaultLocale":"en",\
                        "registration":"approval","apiScope":null}"""));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answerWhenWrittenThenTheSameBytesAsEver(Object answer, String json) {
        assertThat(RequestHandler.text(answer)).isEqualTo(json);
    }
}
