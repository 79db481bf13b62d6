package io.caregate.audit.siem;

import static io.caregate.audit.siem.Sightings.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.change.ChangeOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

/** Each rule of {@code siem/sigma} detects its attack, and not what comes nearest to it without being one. */
class SigmaRulesTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Map<String, SigmaDocument> DOCUMENTS = SigmaDocument.all();
    private static final String POLICY = "client-policy-manager--caregate--";
    private static final String AUDIT = "events-listener--caregate-audit--";
    private static final List<String> REFUSALS = List.of(
            Errors.INVALID_USER_CREDENTIALS,
            Errors.USER_NOT_FOUND,
            Errors.USER_DISABLED,
            Errors.USER_TEMPORARILY_DISABLED);

    /**
     * What a rule is tried on.
     *
     * @param attacks each of which alone is detected
     * @param harmless none of which is detected
     */
    record Trial(String rule, List<List<JsonNode>> attacks, List<List<JsonNode>> harmless) {
        @Override
        public String toString() {
            return rule;
        }
    }

    private static final List<Trial> TRIALS = allTrials();

    static List<Trial> trials() {
        return TRIALS;
    }

    private static List<Trial> allTrials() {
        return Stream.of(
                        logins(),
                        refusals(),
                        impersonations(),
                        reports(),
                        roles(),
                        sinks(),
                        witnesses(),
                        damage(),
                        starts(),
                        users())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Trial> logins() {
        IntFunction<JsonNode> sprayed = at ->
                Sightings.login(REFUSALS.get(at % REFUSALS.size()), "name-" + at, ADDRESS, TIME.plusSeconds(50L * at));
        IntFunction<JsonNode> oneName =
                at -> Sightings.login(Errors.INVALID_USER_CREDENTIALS, "alice", ADDRESS, TIME.plusSeconds(at));
        IntFunction<JsonNode> elsewhere =
                at -> Sightings.login(Errors.USER_NOT_FOUND, "name-" + at, "192.0.2." + at, TIME.plusSeconds(at));
        IntFunction<JsonNode> slow = at ->
                Sightings.login(Errors.USER_NOT_FOUND, "name-" + at, ADDRESS, TIME.plus(MINUTE.multipliedBy(2L * at)));
        JsonNode failed = oneName.apply(0);
        JsonNode lastInTime = Sightings.login(Errors.USER_NOT_FOUND, "name-9", ADDRESS, TIME.plusSeconds(599));
        JsonNode lastTooLate = Sightings.login(Errors.USER_NOT_FOUND, "name-9", ADDRESS, TIME.plusSeconds(600));
        return List.of(
                new Trial(
                        "caregate_login_refused",
                        REFUSALS.stream()
                                .map(error -> List.of(Sightings.login(error, "alice", ADDRESS, TIME)))
                                .toList(),
                        List.of(
                                List.of(Sightings.login(Errors.INVALID_REDIRECT_URI, "alice", ADDRESS, TIME)),
                                List.of(Sightings.seen(Sightings.event(EventType.LOGIN, null, TIME), Map.of())))),
                new Trial(
                        "caregate_password_spraying",
                        List.of(many(10, sprayed), and(many(9, sprayed), lastInTime)),
                        List.of(
                                many(9, sprayed),
                                and(many(9, sprayed), lastTooLate),
                                many(200, oneName),
                                many(20, elsewhere),
                                many(20, slow))),
                new Trial(
                        "caregate_login_refused_burst",
                        List.of(many(100, oneName)),
                        List.of(
                                many(99, oneName),
                                many(100, elsewhere),
                                many(100, slow),
                                and(many(99, at -> Sightings.login("expired_code", "a", ADDRESS, TIME)), failed))));
    }

    private static List<Trial> refusals() {
        JsonNode jointly = refused("alice", "required-role,token-subject", EventType.CODE_TO_TOKEN_ERROR, 0);
        JsonNode other = refused("alice", "token-subject", EventType.CODE_TO_TOKEN_ERROR, 0);
        JsonNode letThrough = refused("alice", "required-role", EventType.CODE_TO_TOKEN, 0);
        IntFunction<JsonNode> ofOne = at -> refused("alice", "required-role", EventType.REFRESH_TOKEN_ERROR, at);
        IntFunction<JsonNode> ofMany = at -> refused("user-" + at, "required-role", EventType.LOGIN_ERROR, at);
        return List.of(
                new Trial(
                        "caregate_required_role_refused",
                        List.of(many(1, ofOne), List.of(jointly)),
                        List.of(List.of(other), List.of(letThrough))),
                new Trial(
                        "caregate_required_role_user_burst",
                        List.of(many(10, ofOne)),
                        List.of(many(9, ofOne), many(29, ofMany), many(10, at -> letThrough))),
                new Trial(
                        "caregate_required_role_client_burst",
                        List.of(many(30, ofMany)),
                        List.of(many(29, ofMany), many(30, at -> letThrough))));
    }

    private static JsonNode refused(String user, String rules, EventType type, int at) {
        String error = type.name().endsWith("_ERROR") ? Errors.ACCESS_DENIED : null;
        var event = Sightings.event(type, error, TIME.plusSeconds(at));
        event.setUserId(user);
        return Sightings.seen(event, Map.of("rule", rules, Details.REASON, "the user lacks the role"));
    }

    private static List<Trial> impersonations() {
        return List.of(new Trial(
                "caregate_impersonation",
                List.of(
                        List.of(exchange(EventType.IMPERSONATE, Details.USERNAME)),
                        List.of(exchange(EventType.TOKEN_EXCHANGE, Details.REQUESTED_SUBJECT)),
                        List.of(exchange(EventType.TOKEN_EXCHANGE, Details.IMPERSONATOR))),
                List.of(
                        List.of(exchange(EventType.TOKEN_EXCHANGE, Details.AUDIENCE)),
                        List.of(exchange(EventType.CODE_TO_TOKEN, Details.USERNAME)))));
    }

    private static List<Trial> reports() {
        String resource = "CAREGATE_SIGN_IN_REPORT";
        return List.of(new Trial(
                "caregate_sign_in_disowned",
                List.of(List.of(Sightings.adminEvent(OperationType.ACTION, resource, TIME))),
                List.of(
                        List.of(Sightings.adminEvent(OperationType.CREATE, resource, TIME)),
                        List.of(Sightings.adminEvent(OperationType.ACTION, "CAREGATE_CLIENT_REQUEST", TIME)),
                        List.of(Sightings.adminEvent(OperationType.ACTION, "USER", TIME)))));
    }

    private static JsonNode exchange(EventType type, String detail) {
        return Sightings.seen(Sightings.event(type, null, TIME), Map.of(detail, "bob"));
    }

    private static List<Trial> roles() {
        Instant night = Instant.parse("2026-01-31T06:59:59.999Z");
        Instant evening = Instant.parse("2026-01-31T19:00:00Z");
        List<Function<Instant, JsonNode>> given = List.of(
                time -> granted(OperationType.CREATE, ResourceType.REALM_ROLE_MAPPING, time),
                time -> granted(OperationType.CREATE, ResourceType.CLIENT_ROLE_MAPPING, time),
                time -> granted(OperationType.CREATE, ResourceType.GROUP_MEMBERSHIP, time),
                time -> Sightings.change(
                        ChangeOperation.CREATE, ResourceType.REALM_ROLE_MAPPING, "boss-id", null, time));
        List<List<JsonNode>> harmless = IntStream.rangeClosed(7, 18)
                .mapToObj(hour -> List.of(granted(
                        OperationType.CREATE,
                        ResourceType.REALM_ROLE_MAPPING,
                        Instant.parse("2026-01-31T00:59:59.999Z").plus(Duration.ofHours(hour)))))
                .collect(Collectors.toList());
        harmless.add(List.of(granted(OperationType.DELETE, ResourceType.REALM_ROLE_MAPPING, night)));
        harmless.add(List.of(granted(OperationType.CREATE, ResourceType.CLIENT, night)));
        return List.of(new Trial(
                "caregate_role_given_out_of_hours",
                given.stream()
                        .flatMap(grant -> Stream.of(night, evening).map(time -> List.of(grant.apply(time))))
                        .toList(),
                harmless));
    }

    private static JsonNode granted(OperationType operation, ResourceType type, Instant time) {
        return Sightings.adminEvent(operation, type, "boss-id", "[{\"name\":\"auditor\"}]", time);
    }

    private static List<Trial> sinks() {
        List<JsonNode> rejected = Sightings.deadLetters(Collections.nCopies(10, "webhook"), TIME);
        List<JsonNode> byMany = Sightings.deadLetters(
                IntStream.range(0, 10).mapToObj(at -> "webhook-" + at).toList(), TIME);
        List<JsonNode> unanswered = List.of(Sightings.serverLog(
                "deliver/SinkJob", "does not take entries", TIME, "webhook", "the receiver answered 503"));
        List<JsonNode> misconfigured =
                List.of(Sightings.serverLog("deliver/SinkJob", "cannot be made", TIME, "webhook", "no such file"));
        List<JsonNode> heldUp =
                List.of(Sightings.serverLog("deliver/SinkJob", "another one delivers now", TIME, "epoch 7"));
        List<JsonNode> ofOneEntry =
                List.of(Sightings.serverLog("deliver/SinkJob", "for good", TIME, "webhook", 7L, "answered 400"));
        return List.of(
                new Trial(
                        "caregate_dead_letter",
                        List.of(rejected.subList(0, 1)),
                        List.of(List.of(Sightings.damaged(TIME)))),
                new Trial(
                        "caregate_dead_letter_basis",
                        List.of(rejected.subList(0, 1)),
                        List.of(List.of(Sightings.damaged(TIME)))),
                new Trial("caregate_dead_letter_burst", List.of(rejected), List.of(rejected.subList(1, 10), byMany)),
                new Trial("caregate_sink_stuck", List.of(unanswered, misconfigured), List.of(heldUp, ofOneEntry)));
    }

    private static List<Trial> witnesses() {
        List<JsonNode> missing = List.of(Sightings.serverLog("witness/QuorumWatch", "has not been reached", TIME, 11L));
        List<JsonNode> contradicts = List.of(
                Sightings.serverLog("witness/WitnessJob", "does not cosign: ", TIME, "uni", "the log was set back"));
        List<JsonNode> away = List.of(
                Sightings.serverLog("witness/WitnessJob", "tried again", TIME, "uni", "it refuses connections"));
        return List.of(
                new Trial("caregate_witness_missing", List.of(missing), List.of(contradicts, away)),
                new Trial("caregate_witness_disagrees", List.of(contradicts), List.of(missing, away)));
    }

    private static List<Trial> damage() {
        List<JsonNode> row = List.of(Sightings.serverLog("deliver/CheckJob", "is damaged seq", TIME, 7L, "leaf"));
        List<JsonNode> setBack =
                List.of(Sightings.serverLog("seal/Sealer", "was set back or changed", TIME, 9L, 9L, 7L, 7L));
        List<JsonNode> tree = List.of(Sightings.serverLog("read/RequestHandler", "stored tree", TIME, "a root"));
        List<List<JsonNode>> found = new ArrayList<>(List.of(row, setBack, tree));
        for (String repair : List.of(
                "entries were removed; sealing goes on behind them",
                "it is put back",
                "it is made again",
                "sealing goes on from it",
                "stands behind a gap")) {
            found.add(List.of(Sightings.repairOfTheHead(repair, TIME)));
        }
        List<JsonNode> unchecked = List.of(Sightings.serverLog("deliver/CheckJob", "cannot be checked", TIME));
        ObjectNode ofOthers = row.get(0).deepCopy();
        ofOthers.putObject("log").put("logger", "org.example.Chat");
        return List.of(
                new Trial(
                        "caregate_log_damaged",
                        List.of(List.of(Sightings.damaged(TIME))),
                        List.of(Sightings.deadLetters(List.of("webhook"), TIME))),
                new Trial("caregate_log_damaged_server", found, List.of(unchecked, List.of(ofOthers))));
    }

    private static List<Trial> starts() {
        Map<String, String> none = Map.of();
        List<JsonNode> ordinary = List.of(start("a", 0, "own", Map.of(AUDIT + "events", "errors")));
        List<JsonNode> command = List.of(Sightings.start("a", TIME, Map.of("process", "command", "signing", "own")));
        List<List<JsonNode>> limited = Stream.of(
                        Map.of(POLICY + "mode", "report"),
                        Map.of(POLICY + "report-only", "pkce-s256"),
                        Map.of(POLICY + "exempt-realms", "master,trial"),
                        Map.of(POLICY + "pkce", "off"),
                        Map.of(AUDIT + "events", "LOGIN_ERROR"),
                        Map.of(AUDIT + "admin-events", "none"),
                        Map.of(AUDIT + "signing", "off"))
                .map(options -> List.of(start("a", 0, "own", options)))
                .collect(Collectors.toList());
        limited.add(List.of(Sightings.start("a", TIME, false, "own", none)));
        // A retention period is no limit, and hides none that is added to it.
        List<JsonNode> retained = List.of(start("a", 0, "own", Map.of(AUDIT + "retain", "P400D")));
        JsonNode limitedToo = start("a", 1, "own", Map.of(AUDIT + "retain", "P400D", AUDIT + "admin-events", "none"));
        JsonNode report = start("a", 1, "own", Map.of(POLICY + "mode", "report"));
        JsonNode reportOfB = start("b", 1, "own", Map.of(POLICY + "mode", "report"));
        JsonNode reportLater = start("a", 30 * 24 * 60, "own", Map.of(POLICY + "mode", "report"));
        JsonNode allEvents = start("a", 1, "own", Map.of(AUDIT + "events", "all"));
        JsonNode otherKey = Sightings.start(
                "a", TIME, Map.of("process", "server", "signing", "own", "signing_key", "a+0f0f0f0f+AY"));
        return List.of(
                new Trial(
                        "caregate_start_unsigned",
                        List.of(List.of(start("a", 0, "off", none)), List.of(start("a", 0, "failed", none))),
                        List.of(ordinary, List.of(start("a", 0, "configured", none)))),
                new Trial("caregate_start", List.of(ordinary), List.of(command)),
                new Trial("caregate_start_limited", limited, List.of(ordinary, List.of(allEvents), command)),
                new Trial(
                        "caregate_start_unlimited",
                        List.of(ordinary, retained, List.of(allEvents), List.of(start("a", 0, "own", none))),
                        and(limited, command)),
                new Trial(
                        "caregate_options_came_or_went",
                        List.of(and(ordinary, report), and(limited.get(1), allEvents), and(retained, limitedToo)),
                        List.of(
                                ordinary,
                                and(ordinary, reportOfB),
                                and(ordinary, allEvents),
                                and(ordinary, reportLater))),
                new Trial(
                        "caregate_policy_mode_changed",
                        List.of(and(ordinary, report)),
                        List.of(and(ordinary, reportOfB), and(ordinary, ordinary.get(0)), and(ordinary, reportLater))),
                new Trial(
                        "caregate_signing_key_changed",
                        List.of(and(ordinary, otherKey)),
                        List.of(and(ordinary, report), List.of(otherKey))));
    }

    private static JsonNode start(String node, int minute, String signing, Map<String, String> options) {
        return Sightings.start(node, TIME.plus(MINUTE.multipliedBy(minute)), true, signing, options);
    }

    private static List<Trial> users() {
        IntFunction<JsonNode> deleted = at -> user(OperationType.DELETE, "boss-id", "", at);
        IntFunction<JsonNode> disabled = at -> user(OperationType.UPDATE, "boss-id", "{\"enabled\":false}", at);
        IntFunction<JsonNode> byMany = at -> user(OperationType.DELETE, "boss-" + at, "", at);
        JsonNode renamed = user(OperationType.UPDATE, "boss-id", "{\"enabledUntil\":1,\"firstName\":\"Bob\"}", 0);
        return List.of(
                new Trial(
                        "caregate_user_deleted",
                        List.of(
                                many(1, deleted),
                                List.of(Sightings.change(
                                        ChangeOperation.DELETE, ResourceType.USER, "boss-id", null, TIME))),
                        List.of(
                                many(1, disabled),
                                List.of(Sightings.adminEvent(
                                        OperationType.DELETE, ResourceType.CLIENT, "boss-id", "", TIME)))),
                new Trial(
                        "caregate_user_enabled_sent",
                        List.of(
                                many(1, disabled),
                                List.of(user(OperationType.UPDATE, "boss-id", "{\"enabled\":false,\"id\":\"u\"}", 0)),
                                List.of(user(OperationType.UPDATE, "boss-id", "{\"access\":{},\"enabled\":true}", 0)),
                                List.of(user(
                                        OperationType.UPDATE,
                                        "boss-id",
                                        "{\"access\":{},\"enabled\":false,\"id\":\"u\"}",
                                        0)),
                                List.of(Sightings.change(
                                        ChangeOperation.UPDATE, ResourceType.USER, "boss-id", "enabled", TIME))),
                        List.of(List.of(renamed), many(1, deleted))),
                new Trial(
                        "caregate_users_in_bulk",
                        List.of(
                                many(20, deleted),
                                many(20, disabled),
                                Stream.concat(many(10, deleted).stream(), many(10, disabled).stream())
                                        .toList()),
                        List.of(many(19, deleted), many(20, byMany), many(20, at -> renamed))));
    }

    private static JsonNode user(OperationType operation, String administrator, String representation, int at) {
        return Sightings.adminEvent(operation, ResourceType.USER, administrator, representation, TIME.plusSeconds(at));
    }

    private static List<JsonNode> many(int count, IntFunction<JsonNode> sighting) {
        return IntStream.range(0, count).mapToObj(sighting).toList();
    }

    private static <T> List<T> and(List<T> list, T one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }

    @ParameterizedTest
    @MethodSource("trials")
    void ruleWhenTheAttackIsSeenThenFiresAndOnNothingNearIt(Trial trial) {
        for (List<JsonNode> attack : trial.attacks()) {
            assertThat(fires(trial.rule(), attack)).as("%s", attack).isTrue();
        }
        for (List<JsonNode> harmless : trial.harmless()) {
            assertThat(fires(trial.rule(), harmless)).as("%s", harmless).isFalse();
        }
    }

    private static boolean fires(String rule, List<JsonNode> events) {
        SigmaDocument document = DOCUMENTS.get(rule);
        assertThat(document).as(rule).isNotNull();
        if (!document.isCorrelation()) {
            SigmaDetection detection = detection(document);
            return events.stream().anyMatch(detection::matches);
        }
        Map<String, SigmaDetection> rules = document.correlated().stream()
                .collect(Collectors.toMap(Function.identity(), name -> detection(DOCUMENTS.get(name))));
        return new SigmaCorrelation(document.yaml().path("correlation"), rules).matches(events);
    }

    private static SigmaDetection detection(SigmaDocument document) {
        return new SigmaDetection(document.yaml().path("detection"));
    }

    @Test
    void ruleWhenInTheFolderThenTried() {
        assertThat(trials()).allSatisfy(trial -> {
            assertThat(trial.attacks()).isNotEmpty();
            assertThat(trial.harmless()).isNotEmpty();
        });
        assertThat(trials()).extracting(Trial::rule).containsExactlyInAnyOrderElementsOf(DOCUMENTS.keySet());
    }

    /** A value that no entry has would never fire, and nobody would notice. */
    @Test
    void valueWhenInARuleThenInAnEntryOnWhichItIsTried() {
        Map<String, List<String>> unseen = new TreeMap<>();
        for (Trial trial : trials()) {
            SigmaDocument document = DOCUMENTS.get(trial.rule());
            if (!document.isCorrelation()) {
                List<JsonNode> events = Stream.of(trial.attacks(), trial.harmless())
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .toList();
                unseen.put(
                        trial.rule(),
                        detection(document).parts().stream()
                                .filter(part -> events.stream().noneMatch(part::matches))
                                .map(SigmaDetection.Item::toString)
                                .toList());
            }
        }

        assertThat(unseen)
                .isNotEmpty()
                .allSatisfy((rule, parts) -> assertThat(parts).as(rule).isEmpty());
    }

    /** Sigma Rules Specification 2.1.0, "Components"; Sigma Correlation Rules Specification 2.1.0, "Components". */
    @Test
    void documentWhenReadThenHasWhatTheSpecificationAsksFor() {
        Set<String> ids = new TreeSet<>();
        DOCUMENTS.values().forEach(document -> {
            JsonNode yaml = document.yaml();
            assertThat(yaml.path("title").asText()).isNotBlank().hasSizeLessThanOrEqualTo(256);
            assertThat(UUID.fromString(yaml.path("id").asText()).version()).isEqualTo(4);
            assertThat(ids.add(yaml.path("id").asText())).as(document.name()).isTrue();
            assertThat(document.name()).matches("caregate_[a-z_]+");
            assertThat(yaml.path("status").asText()).isIn("stable", "test", "experimental");
            assertThat(yaml.path("level").asText()).isIn("informational", "low", "medium", "high", "critical");
            assertThat(yaml.path("description").asText()).endsWith(".");
            assertThat(yaml.path("falsepositives")).isNotEmpty();
            if (document.isCorrelation()) {
                assertThat(document.correlated()).isNotEmpty();
                assertThat(document.correlated())
                        .allMatch(name -> DOCUMENTS.get(name).file().equals(document.file()));
            } else {
                assertThat(yaml.at("/logsource/product").asText()).isEqualTo("caregate");
                assertThat(yaml.at("/logsource/service").asText()).isIn("audit", "server");
            }
        });
        assertThat(SigmaDocument.files())
                .hasSize(11)
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches("[a-z_]{6,66}\\.yml"));
    }

    @Test
    void readmeWhenItListsAlertsThenThoseOfTheFolderWithTheirLevels() {
        List<String> listed = Pattern.compile("(?m)^\\|[^|]*\\| `([a-z_]+)` \\| ([a-z]+) \\|")
                .matcher(SigmaDocument.read(SigmaDocument.FOLDER.resolve("sigma/README.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(DOCUMENTS.values().stream()
                        .filter(document ->
                                !document.yaml().path("level").asText().equals("informational"))
                        .map(document -> document.name() + " "
                                + document.yaml().path("level").asText())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'selection':{'a|cidr':'192.0.2.0/24'},'condition':'selection'}",
                "{'selection':{'a|contains|all':['b','c']},'condition':'selection'}",
                "{'selection':{'a':'b*'},'condition':'selection'}",
                "{'selection':{'a':null},'condition':'selection'}",
                "{'selection':['text'],'condition':'selection'}",
                "{'selection':{'a':'b'},'condition':'other'}",
                "{'selection':{'a':'b'},'condition':'selection and'}",
                "{'selection':{'a':'b'},'condition':'selection selection'}",
                "{'selection':{'a':'b'},'condition':'(selection)'}",
                "{'selection':{'a':'b'},'condition':'1 of them'}",
                "{'selection':{'a':'b'},'condition':'1 of other_*'}",
                "{'selection':{'a':'b'}}"
            })
    void detectionWhenItHasMoreThanTheEvaluatorKnowsThenAnError(String detection) throws Exception {
        assertThatThrownBy(() -> new SigmaDetection(json(detection))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'temporal_ordered','group-by':['a'],'timespan':'1m'}",
                "{'type':'event_count','group-by':['a'],'timespan':'1m','condition':{'gt':1}}",
                "{'type':'event_count','group-by':['a'],'timespan':'1m','condition':{'gte':1,'lte':2}}",
                "{'type':'event_count','group-by':[],'timespan':'1m','condition':{'gte':1}}",
                "{'type':'event_count','group-by':['a'],'timespan':'1m','condition':{'gte':1},'aliases':{}}"
            })
    void correlationWhenItHasMoreThanTheEvaluatorKnowsThenAnError(String correlation) {
        assertThatThrownBy(() -> new SigmaCorrelation(json(correlation), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }
}
