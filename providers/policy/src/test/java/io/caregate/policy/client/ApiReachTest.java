package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiReachTest {

    private static final Api PROTECTED = new Api("api", "uuid-api", true, false, false);
    private static final Api OTHER = new Api("other", "uuid-other", false, true, true);
    private static final Api PINNED = new Api("pinned", "uuid-pinned", false, false, false);

    private record Api(String clientId, String id, boolean hasRequirement, boolean hasRoles, boolean isResourceServer)
            implements ApiReach.Api {}

    /** The clients of a realm in memory. */
    private record Realm(boolean servesUma, List<Api> clients) implements ApiReach.Directory {
        @Override
        public Optional<Api> byClientId(String clientId) {
            return clients.stream()
                    .filter(client -> client.clientId().equals(clientId))
                    .findFirst();
        }

        @Override
        public Optional<Api> byId(String id) {
            return clients.stream().filter(client -> client.id().equals(id)).findFirst();
        }

        @Override
        public Stream<Api> withRequirement() {
            return clients.stream().filter(Api::hasRequirement);
        }

        @Override
        public Stream<Api> withAddress() {
            return clients.stream().filter(client -> client.clientId().contains(":"));
        }
    }

    private record Caller(List<ApiReach.Mapper> mappers, List<ApiReach.Scope> all) implements ApiReach.Caller {
        @Override
        public Stream<ApiReach.Scope> scopes() {
            return all.stream();
        }
    }

    private static ApiReach in(Api... clients) {
        return new ApiReach(Set.of("pinned"), new Realm(true, List.of(clients)));
    }

    private static ApiReach.Mapper mapper(String type, String... settings) {
        Map<String, String> config = Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new ApiReach.Mapper(type, config);
    }

    private static Caller own(ApiReach.Mapper... mappers) {
        return new Caller(List.of(mappers), List.of());
    }

    private static Caller scope(boolean shown, ApiReach.Mapper... mappers) {
        return new Caller(
                List.of(), List.of(new ApiReach.Scope(true, List.of()), new ApiReach.Scope(shown, List.of(mappers))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # audience             | an API
            api                    | true
            uuid-api               | true
            urn:client:api         | true
            urn:client:uuid-api    | true
            pinned                 | true
            uuid-pinned            | true
            urn:client:pinned      | true
            https://api.example    | true
            x:y                    | true
            other                  | false
            uuid-other             | false
            urn:client:other       | false
            unknown                | false
            API                    | false
            ''                     | false
            'urn:client:'          | false
            """)
    void audienceWhenItNamesAProtectedApiOrAnAddressThenReached(String audience, boolean api) {
        ApiReach reach = in(PROTECTED, new Api("other", "uuid-other", false, false, false), PINNED);
        for (String setting : List.of("included.client.audience", "included.custom.audience")) {
            assertThat(reach.isOf(own(mapper("oidc-audience-mapper", setting + "=" + audience))))
                    .as(setting)
                    .isEqualTo(api);
        }
        assertThat(reach.isOf(own(mapper("oidc-hardcoded-claim-mapper", "claim.name=aud", "claim.value=" + audience))))
                .isEqualTo(api);
        assertThat(reach.isOf(own(mapper("oidc-hardcoded-claim-mapper", "claim.name=foo", "claim.value=" + audience))))
                .isFalse();
    }

    @Test
    void audienceWhenPinnedThenReachedAlsoBeforeTheClientExists() {
        assertThat(in().isOf(own(mapper("oidc-audience-mapper", "included.custom.audience=pinned"))))
                .isTrue();
    }

    @Test
    void mapperWhenItHasNoSettingsOrTypeThenNothingIsReached() {
        assertThat(in(PROTECTED).isOf(own(new ApiReach.Mapper("oidc-audience-mapper", null))))
                .isFalse();
        assertThat(in(PROTECTED).isOf(own(new ApiReach.Mapper(null, null)))).isFalse();
        assertThat(in(PROTECTED).isOf(own())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # claim.name | reached
            aud          | true
            aud.x        | true
            audience     | false
            x.aud        | false
            ''           | false
            """)
    void mapperWhenOfAnotherKindThenReachedIfItWritesTheAudience(String claim, boolean reached) {
        assertThat(in(PROTECTED).isOf(own(mapper("oidc-usermodel-attribute-mapper", "claim.name=" + claim))))
                .isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # client id         | requirement | roles | reached
            api                 | true        | true  | true
            api                 | true        | false | false
            pinned              | false       | true  | true
            pinned              | false       | false | false
            https://api.example | false       | true  | true
            https://api.example | false       | false | false
            other               | false       | true  | false
            """)
    void rolesWhenTheyNameTheAudienceThenReachedIfAnApiHasRoles(
            String clientId, boolean requirement, boolean roles, boolean reached) {
        Api api = new Api(clientId, "uuid", requirement, roles, false);
        assertThat(in(api).isOf(own(mapper("oidc-audience-resolve-mapper")))).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # UMA | client id | requirement | resource server | reached
            true  | api       | true        | true            | true
            true  | api       | true        | false           | false
            true  | pinned    | false       | true            | true
            true  | other     | false       | true            | false
            false | api       | true        | true            | false
            """)
    void umaWhenAnApiIsAResourceServerThenEveryClientReachesIt(
            boolean uma, String clientId, boolean requirement, boolean server, boolean reached) {
        Realm realm = new Realm(uma, List.of(new Api(clientId, "uuid", requirement, false, server)));
        ApiReach reach = new ApiReach(Set.of("pinned"), realm);
        assertThat(reach.isOf(own())).isEqualTo(reached);
        assertThat(reach.isUnseenOf(own())).isFalse();
    }

    @Test
    void scopeWhenItReachesAnApiThenTheClientDoesAndUnseenIfTheScopeIsHidden() {
        ApiReach.Mapper adds = mapper("oidc-audience-mapper", "included.client.audience=api");
        ApiReach.Mapper harmless = mapper("oidc-audience-mapper", "included.client.audience=other");
        ApiReach reach = in(PROTECTED, OTHER);
        assertThat(reach.isOf(scope(true, harmless, adds))).isTrue();
        assertThat(reach.isOf(scope(false, adds))).isTrue();
        assertThat(reach.isOf(scope(false, harmless))).isFalse();
        assertThat(reach.isUnseenOf(scope(true, adds))).isFalse();
        assertThat(reach.isUnseenOf(scope(false, harmless, adds))).isTrue();
        assertThat(reach.isUnseenOf(scope(false, harmless))).isFalse();
        assertThat(reach.isUnseenOf(own(adds))).isTrue();
    }
}
