package io.caregate.policy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.posture.PostureCheck;
import io.caregate.policy.posture.PostureFinding;
import io.caregate.policy.rule.RoleRequirement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting that is too weak, together with the nearest one that is not. */
class PostureTest {

    private static List<PostureFinding<JsonWritten>> of(String realm, Map<String, RoleRequirement> pinned) {
        try {
            return Posture.of(new JsonWritten(new ObjectMapper().readTree(realm)), pinned);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> found(String realm) {
        return of(realm, Map.of()).stream()
                .map(finding ->
                        finding.check() + " " + finding.subject() + " " + finding.field() + "=" + finding.value())
                .toList();
    }

    private static List<String> checks(String realm) {
        return of(realm, Map.of()).stream().map(finding -> finding.check().id()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {"accessTokenLifespan":900} | -
            {"accessTokenLifespan":901} | access-token-lifespan
            {"accessTokenLifespan":null} | -
            {"accessTokenLifespan":"many"} | -
            {"ssoSessionIdleTimeout":1800,"ssoSessionMaxLifespan":43200} | -
            {"ssoSessionIdleTimeout":1801} | session-lifespan
            {"ssoSessionMaxLifespan":43201} | session-lifespan
            {"ssoSessionMaxLifespanRememberMe":99999} | -
            {"rememberMe":true,"ssoSessionMaxLifespanRememberMe":99999} | session-lifespan
            {"rememberMe":true,"ssoSessionMaxLifespanRememberMe":0} | -
            {"rememberMe":true,"ssoSessionIdleTimeoutRememberMe":1801} | session-lifespan
            {"offlineSessionMaxLifespanEnabled":true} | -
            {"offlineSessionMaxLifespanEnabled":false} | offline-session
            {"bruteForceProtected":true,"failureFactor":100} | -
            {"bruteForceProtected":false} | brute-force
            {"bruteForceProtected":true,"failureFactor":101} | brute-force
            {"revokeRefreshToken":true,"refreshTokenMaxReuse":0} | -
            {"revokeRefreshToken":false,"refreshTokenMaxReuse":3} | refresh-token-reuse
            {"revokeRefreshToken":true,"refreshTokenMaxReuse":1} | refresh-token-reuse
            {} | -
            {"realm":"clinic","clients":[]} | -
            """)
    void settingWhenTooWeakThenFound(String realm, String check) {
        assertThat(checks(realm)).isEqualTo(check == null ? List.of() : List.of(check));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            "access.token.lifespan":"900" | -
            "access.token.lifespan":"901" | access-token-lifespan
            "access.token.lifespan":"-1" | access-token-lifespan
            "access.token.lifespan":"" | -
            "client.session.max.lifespan":"43201" | session-lifespan
            "client.session.idle.timeout":"1801" | session-lifespan
            """)
    void lifespanWhenOfAClientThenFound(String attribute, String check) {
        String realm = "{\"clients\":[{\"clientId\":\"app\",\"attributes\":{\"caregate.owner\":\"ward 3\"," + attribute
                + "}}]}";
        assertThat(checks(realm)).isEqualTo(check == null ? List.of() : List.of(check));
    }

    @Test
    void clientWhenWithoutAnOwnerThenOneFindingForAllAndNoneForKeycloaksOwn() {
        String realm = """
                {"clients":[{"clientId":"a"},{"clientId":"b","attributes":{"caregate.owner":" "}},
                {"clientId":"c","attributes":{"caregate.owner":"ward 3"}},
                {"clientId":"account"},{"clientId":"caregate-portal"},{"clientId":"clinic-realm"}]}""";

        assertThat(found(realm)).containsExactly("client-owner  clients=a, b");
    }

    private static final String API = """
            "clients":[{"clientId":"api","attributes":{"caregate.owner":"x",
            "caregate.required-roles":"therapist##api:system"}}],
            "roles":{"realm":[{"name":"e","composites":{"realm":["x"]}},
            {"name":"x","composites":{"realm":["e","therapist"]}},{"name":"f","composites":{"realm":["y"]}},
            {"name":"g","composites":{"client":{"api":["system"]}}},
            {"name":"h","composites":{"client":{"other":["system"]}}}]},
            "groups":[{"name":"staff","subGroups":[{"name":"night","realmRoles":["therapist"]},{"name":"day"}]},
            {"name":"wards","realmRoles":["therapist"],"subGroups":[{"name":"one"}]}],""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            "defaultRole":{"name":"default-roles-clinic"} | -
            "defaultRole":{"name":"therapist"} | therapist
            "defaultRoles":["offline_access"] | -
            "defaultRoles":["offline_access","therapist"] | therapist
            "defaultRole":{"name":"f"} | -
            "defaultRole":{"name":"e"} | therapist
            "defaultRole":{"name":"g"} | api:system
            "defaultRole":{"name":"h"} | -
            "defaultGroups":["/staff/day"] | -
            "defaultGroups":["/staff/night"] | therapist
            "defaultGroups":["/wards"] | therapist
            "defaultGroups":["/wards/one"] | therapist
            "defaultGroups":["/staff"] | -
            "defaultGroups":["/gone"] | -
            """)
    void requiredRoleWhenEveryAccountGetsItThenFound(String written, String role) {
        assertThat(of("{" + API + written + "}", Map.of()))
                .extracting(PostureFinding::value)
                .isEqualTo(role == null ? List.of() : List.of(role));
    }

    @Test
    void pinnedRoleWhenEveryAccountGetsItThenFound() {
        Map<String, RoleRequirement> pinned = Map.of("lab-api", RoleRequirement.parse("chemist"));

        assertThat(of("{\"defaultRole\":{\"name\":\"chemist\"},\"registrationAllowed\":true}", pinned))
                .singleElement()
                .extracting(PostureFinding::text)
                .isEqualTo(
                        "defaultRole 'chemist': every account gets this role, which admits to lab-api, and anybody can"
                                + " create an account; give it to those who need it, directly or by a group"
                                + " (default-role).");
        assertThat(of("{\"defaultRole\":{\"name\":\"other\"}}", pinned)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            "clientRoles":{"realm-management":["manage-users"]} | password
            "clientRoles":{"account":["manage-account"]} | -
            "realmRoles":["admin"] | -
            "clientRoles":{"realm-management":["manage-users"]},"enabled":false | -
            "clientRoles":{"realm-management":["manage-users"]},"serviceAccountClientId":"job" | -
            "groups":["/admins"],"requiredActions":["CONFIGURE_TOTP"] | -
            "groups":["/admins"],"requiredActions":["UPDATE_PROFILE"] | password
            "groups":["/admins"] | password
            "groups":["/staff"] | -
            "realmRoles":["boss"] | password
            "realmRoles":["vice"] | password
            "realmRoles":["clerk"] | -
            """)
    void administratorWhenWithAPasswordAloneThenFound(String account, String credentials) {
        String realm = """
                {"realm":"clinic","groups":[{"name":"admins","clientRoles":{"realm-management":["realm-admin"]}},
                {"name":"staff"}],"roles":{"realm":[{"name":"boss","composites":{"realm":["vice"]}},
                {"name":"vice","composites":{"client":{"realm-management":["manage-users"]}}},
                {"name":"clerk","composites":{"realm":["other"],"client":{"account":["manage-users"]}}}]},
                "users":[{"username":"boss","credentials":[{"type":"password"}],""";

        assertThat(found(realm + account + "}]}"))
                .isEqualTo(
                        credentials == null
                                ? List.of()
                                : List.of("administrator-second-factor user boss credentials=" + credentials));
    }

    @ParameterizedTest
    @CsvSource({"otp", "webauthn", "webauthn-passwordless"})
    void administratorWhenWithASecondFactorThenNotFound(String type) {
        String realm = """
                {"realm":"clinic","users":[{"username":"boss","clientRoles":{"realm-management":["realm-admin"]},
                "credentials":[{"type":"password"},{"type":"%s"}]}]}""";

        assertThat(found(realm.formatted(type))).isEmpty();
        assertThat(found(realm.formatted("password-history"))).hasSize(1);
    }

    @Test
    void administratorWhenOfTheServerThenFoundInItsRealmOnly() {
        String users = "\"users\":[{\"username\":\"root\",\"realmRoles\":[\"admin\"]},"
                + "{\"username\":\"other\",\"clientRoles\":{\"clinic-realm\":[\"manage-users\"]}}]}";

        assertThat(found("{\"realm\":\"master\"," + users))
                .containsExactly(
                        "administrator-second-factor user root credentials=",
                        "administrator-second-factor user other credentials=");
        assertThat(found("{\"realm\":\"clinic\"," + users)).isEmpty();
    }

    @Test
    void mapperWhenItWritesAnIdentityClaimFromElsewhereThenFound() {
        String mapper =
                "{\"name\":\"m\",\"protocolMapper\":\"%s\",\"config\":{\"claim.name\":\"%s\",\"claim.value\":\"x\"}}";
        String misused = mapper.formatted("oidc-hardcoded-claim-mapper", "sub");
        String harmless = mapper.formatted("oidc-hardcoded-claim-mapper", "ward");

        assertThat(found("{\"clients\":[{\"clientId\":\"account\",\"protocolMappers\":[" + misused + "," + harmless
                        + "]}],\"clientScopes\":[{\"name\":\"s\",\"protocolMappers\":[" + misused + "]}]}"))
                .containsExactly(
                        "identity-mapper client account protocolMappers.m=sub",
                        "identity-mapper client scope s protocolMappers.m=sub");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"accessTokenLifespan":901} | it is longer than 15 minutes; use 900 seconds at most
            {"ssoSessionIdleTimeout":1801} | it is longer than 30 minutes; use 1800 seconds at most
            {"ssoSessionMaxLifespan":43201} | it is longer than 12 hours; use 43200 seconds at most
            {"revokeRefreshToken":true,"refreshTokenMaxReuse":1} | a refresh token can be used 2 times before
            {"clients":[{"clientId":"a","attributes":{"access.token.lifespan":"-1"}}]} | as long as the session; use 900
            {"defaultRole":{"name":"chemist"}} | admits to lab-api; give it
            """)
    void textWhenShownThenWhatIsWeakAndWhatToDo(String realm, String text) {
        assertThat(of(realm, Map.of("lab-api", RoleRequirement.parse("chemist"))))
                .first()
                .extracting(PostureFinding::text)
                .asString()
                .contains(text);
    }

    @Test
    void findingsWhenSeveralThenInTheOrderOfTheChecks() {
        assertThat(checks("{\"revokeRefreshToken\":false,\"clients\":[{\"clientId\":\"a\",\"attributes\":"
                        + "{\"access.token.lifespan\":\"901\"}}],\"bruteForceProtected\":false}"))
                .containsExactly("access-token-lifespan", "brute-force", "refresh-token-reuse", "client-owner");
    }

    @Test
    void ownersWhenManyAreMissingThenTenAreNamedAndTheOthersCounted() {
        assertThat(owners(10)).isEqualTo("c0, c1, c2, c3, c4, c5, c6, c7, c8, c9");
        assertThat(owners(12)).isEqualTo("c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more");
    }

    private static String owners(int clients) {
        String list = IntStream.range(0, clients)
                .mapToObj(i -> "{\"clientId\":\"c" + i + "\"}")
                .collect(Collectors.joining(","));
        return of("{\"clients\":[" + list + "]}", Map.of()).get(0).value();
    }

    @Test
    void roleOfAClientWhenItContainsARequiredRoleThenFound() {
        String realm = """
                {"clients":[{"clientId":"api",
                "attributes":{"caregate.owner":"x","caregate.required-roles":"therapist"}}],
                "defaultRole":{"name":"d"},"roles":{"realm":[{"name":"d","composites":{"client":{"app":["all"]}}}],
                "client":{"app":[{"name":"all","composites":{"realm":["therapist"]}}]}}}""";

        assertThat(of(realm, Map.of())).extracting(PostureFinding::value).containsExactly("therapist");
    }

    @ParameterizedTest
    @EnumSource(PostureCheck.class)
    void checkWhenNamedThenWithASentenceOnWhy(PostureCheck check) {
        assertThat(check.id()).matches("[a-z]+(-[a-z]+)*").hasToString(check.toString());
        assertThat(check.reason()).endsWith(".").hasSizeGreaterThan(30);
    }

    /** A file may contain anything anywhere; the check of a file or a write must not fail on it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1", "\"x\"", "[]", "[null]", "[1]", "[[]]", "{}", "{\"a\":null}", "[{\"name\":[]}]"})
    void memberWhenOfAnotherTypeThenNothingFails(String value) {
        for (String member : List.of(
                "realm",
                "accessTokenLifespan",
                "bruteForceProtected",
                "clients",
                "clientScopes",
                "users",
                "roles",
                "groups",
                "defaultRole",
                "defaultRoles",
                "defaultGroups")) {
            assertThat(checks("{\"" + member + "\":" + value + "}")).as(member).isSubsetOf("client-owner");
        }
        for (String member : List.of("attributes", "protocolMappers", "clientId")) {
            assertThat(checks("{\"clients\":[{\"" + member + "\":" + value + "}]}"))
                    .as(member)
                    .isSubsetOf("client-owner");
        }
        for (String member : List.of("realmRoles", "clientRoles", "credentials", "groups", "requiredActions")) {
            assertThat(checks("{\"users\":[{\"" + member + "\":" + value + "}]}"))
                    .as(member)
                    .isEmpty();
        }
    }

    /** Each part of a document is visited once, so that checking a large one takes no longer than reading it. */
    @Test
    void documentWhenLargeThenLookedAtOnce() {
        int many = 40_000;
        String groups = "{\"name\":\"g\",\"realmRoles\":[" + repeated("\"r\"", many) + "],\"subGroups\":["
                + IntStream.range(0, many)
                        .mapToObj(i -> "{\"name\":\"" + i + "\"}")
                        .collect(Collectors.joining(",")) + "]}";
        String paths =
                IntStream.range(0, many).mapToObj(i -> "\"/g/" + i + "\"").collect(Collectors.joining(","));
        String users = repeated("{\"realmRoles\":[\"r\"],\"groups\":[\"/g\"]}", many);
        String role = "{\"name\":\"r\",\"composites\":{\"realm\":["
                + IntStream.range(0, many).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(",")) + "]}}";
        String realm = "{\"groups\":[" + groups + "],\"defaultGroups\":[" + paths + "],\"users\":[{\"groups\":[" + paths
                + "]}," + users + "],\"roles\":{\"realm\":[" + role + "]}}";

        assertTimeout(Duration.ofSeconds(20), () -> assertThat(found(realm)).isEmpty());
    }

    private static String repeated(String text, int times) {
        return String.join(",", Collections.nCopies(times, text));
    }
}
