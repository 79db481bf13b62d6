package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

class StorableClientTest {

    private static final String LONGEST = "x".repeat(255);
    private static final String TOO_LONG = "x".repeat(256);

    private static List<String> problems(Consumer<ClientRepresentation> change) {
        ClientRepresentation written = new ClientRepresentation();
        change.accept(written);
        return StorableClient.problems(written, true, "a-flow"::equals);
    }

    private static Consumer<ClientRepresentation> mapper(Consumer<ProtocolMapperRepresentation> change) {
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName("a");
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper("oidc-audience-mapper");
        change.accept(mapper);
        return client -> client.setProtocolMappers(List.of(mapper));
    }

    private interface Setter {
        void set(ClientRepresentation client, String text);
    }

    private static Arguments column(String field, Setter setter) {
        return Arguments.of(field, setter);
    }

    private static Stream<Arguments> columns() {
        return Stream.of(
                column("id", ClientRepresentation::setId),
                column("clientId", ClientRepresentation::setClientId),
                column("name", ClientRepresentation::setName),
                column("description", ClientRepresentation::setDescription),
                column("rootUrl", ClientRepresentation::setRootUrl),
                column("baseUrl", ClientRepresentation::setBaseUrl),
                column("adminUrl", ClientRepresentation::setAdminUrl),
                column("clientAuthenticatorType", ClientRepresentation::setClientAuthenticatorType),
                column("secret", ClientRepresentation::setSecret),
                column("protocol", ClientRepresentation::setProtocol),
                column("attributes", (client, text) -> client.setAttributes(Map.of(text, "x"))),
                column("registeredNodes", (client, text) -> client.setRegisteredNodes(Map.of(text, 1))),
                column(
                        "authenticationFlowBindingOverrides",
                        (client, text) -> client.setAuthenticationFlowBindingOverrides(Map.of(text, "a-flow"))),
                column("protocolMappers.name", (client, text) -> mapper(m -> m.setName(text))
                        .accept(client)),
                column("protocolMappers.protocol", (client, text) -> mapper(m -> m.setProtocol(text))
                        .accept(client)),
                column("protocolMappers.protocolMapper", (client, text) -> mapper(m -> m.setProtocolMapper(text))
                        .accept(client)),
                column("protocolMappers.config", (client, text) -> mapper(m -> m.setConfig(Map.of(text, "x")))
                        .accept(client)));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void textWhenItsColumnDoesNotTakeItThenNamed(String field, Setter setter) {
        assertThat(problems(client -> setter.set(client, TOO_LONG)))
                .singleElement()
                .asString()
                .startsWith(field + " 'xxx")
                .endsWith("': it has more than 255 characters; shorten it.");
        assertThat(problems(client -> setter.set(client, "a\u0000b")))
                .containsExactly(
                        field + " 'a<U+0000>b': it has a NUL character or half of a surrogate pair; remove it.");
        assertThat(problems(client -> setter.set(client, LONGEST))).isEmpty();
    }

    @Test
    void attributeValueWhenLongThenStoredButNotWithANul() {
        assertThat(problems(client -> client.setAttributes(Map.of("a", TOO_LONG))))
                .isEmpty();
        assertThat(problems(client -> client.setAttributes(Map.of("a", "\u0000"))))
                .singleElement()
                .asString()
                .startsWith("attributes.a '<U+0000>'");
        assertThat(problems(mapper(m -> m.setConfig(Map.of("a", "\ud800")))))
                .singleElement()
                .asString()
                .startsWith("protocolMappers.config.a '");
    }

    @Test
    void idWhenItHasABraceThenNamed() {
        assertThat(problems(client -> client.setId("{x}"))).containsExactly("id '{x}': it has a brace; leave it out.");
        assertThat(problems(client -> client.setId("x-1"))).isEmpty();
    }

    @Test
    void uriWhenTooLongThenNamedOnlyWhereTheRulesLetItPass() {
        for (Boolean enabled : new Boolean[] {true, false, null}) {
            ClientRepresentation written = new ClientRepresentation();
            written.setEnabled(enabled);
            written.setRedirectUris(List.of(TOO_LONG, LONGEST));
            written.setWebOrigins(List.of(TOO_LONG));

            assertThat(StorableClient.problems(written, true, flow -> true)).isEmpty();
            assertThat(StorableClient.problems(written, false, flow -> true))
                    .hasSize(Boolean.TRUE.equals(enabled) ? 0 : 2);
        }
    }

    @Test
    void nodeWhenItHasNoTimeThenNamed() {
        assertThat(problems(client -> client.setRegisteredNodes(Collections.singletonMap("node", null))))
                .containsExactly("registeredNodes 'node': it has no time; write one.");
        assertThat(problems(client -> client.setRegisteredNodes(Map.of("node", 1))))
                .isEmpty();
    }

    @Test
    void flowWhenTheRealmHasNoneThenNamed() {
        assertThat(problems(client -> client.setAuthenticationFlowBindingOverrides(Map.of("browser", "b-flow"))))
                .containsExactly("authenticationFlowBindingOverrides 'b-flow': it is no flow of the realm;"
                        + " write the id of one.");
        for (String none : new String[] {"a-flow", "", " ", null}) {
            assertThat(problems(client ->
                            client.setAuthenticationFlowBindingOverrides(Collections.singletonMap("browser", none))))
                    .isEmpty();
        }
    }

    @Test
    void mapperWhenItHasNoNameOrKindThenNamed() {
        assertThat(problems(mapper(m -> m.setName(null))))
                .containsExactly("protocolMappers.name '': it is missing; write it.");
        assertThat(problems(mapper(m -> m.setProtocol(null))))
                .containsExactly("protocolMappers.protocol '': it is missing; write it.");
        assertThat(problems(mapper(m -> m.setProtocolMapper(null))))
                .containsExactly("protocolMappers.protocolMapper '': it is missing; write it.");
    }

    @Test
    void mapperWhenItIsNullThenNamed() {
        assertThat(problems(client -> client.setProtocolMappers(Collections.singletonList(null))))
                .containsExactly("protocolMappers '': it is null; remove the entry.");
        assertThat(problems(client -> client.setProtocolMappers(List.of()))).isEmpty();
        assertThat(problems(mapper(m -> {}))).isEmpty();
    }

    @Test
    void clientWhenItSaysNothingThenNothingFound() {
        assertThat(problems(client -> {})).isEmpty();
    }

    @Test
    void textWhenThereAreManyProblemsThenTheFirstFive() {
        ClientRepresentation written = new ClientRepresentation();
        assertThat(StorableClient.problem(written, true, flow -> true)).isEmpty();
        assertThat(StorableClient.problem(null, true, flow -> true)).hasValue("There is no client in the request.");
        written.setName(TOO_LONG);
        assertThat(StorableClient.problem(written, true, flow -> true))
                .hasValue(StorableClient.problems(written, true, flow -> true).get(0));
        written.setProtocolMappers(Collections.nCopies(7, null));
        assertThat(StorableClient.problems(written, true, flow -> true)).hasSize(8);
        assertThat(StorableClient.problem(written, true, flow -> true))
                .hasValue(String.join(
                        " ",
                        StorableClient.problems(written, true, flow -> true).subList(0, 5)));
    }

    @Test
    void levelsWhenTheyAreNullInJsonThenRefused() {
        assertThat(problems(client -> client.setAttributes(Map.of("acr.loa.map", " null "))))
                .singleElement()
                .asString()
                .startsWith("attributes.acr.loa.map");
        assertThat(problems(client -> client.setAttributes(Map.of("acr.loa.map", "{}"))))
                .isEmpty();
    }
}
