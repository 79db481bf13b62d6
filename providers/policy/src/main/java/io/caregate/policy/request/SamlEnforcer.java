package io.caregate.policy.request;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.clientpolicy.context.SamlAuthnRequestContext;

/** Answers with an error page what {@link SamlGuard} refuses. */
public final class SamlEnforcer {

    private final Enforcement enforcement;

    public SamlEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** Throws the error page if a request asks for an answer to another address. */
    public void check(SamlAuthnRequestContext context) {
        @Nullable Object asked = context.getRequest().getAssertionConsumerServiceURL();
        refuse(guard(context.getClient()).check(context.getProtocolBinding(), asked == null ? null : asked.toString()));
    }

    /** Throws the error page if an answer is about to go to another address. */
    public void check(ClientModel client, @Nullable String location) {
        refuse(guard(client).checkAnswer(location).stream().toList());
    }

    private SamlGuard guard(ClientModel client) {
        List<String> locations = Stream.of(
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_POST_ATTRIBUTE),
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_REDIRECT_ATTRIBUTE),
                        client.getAttribute(SamlProtocol.SAML_ASSERTION_CONSUMER_URL_ARTIFACT_ATTRIBUTE),
                        client.getManagementUrl())
                .filter(Objects::nonNull)
                .toList();
        return new SamlGuard(
                enforcement.options(), client.getClientId(), locations, RegisteredUrisReader.read(enforcement, client));
    }

    private void refuse(Collection<Refusal> refusals) {
        for (Refusal refusal : refusals) {
            if (enforcement.refuses(refusal)) {
                throw PageText.REDIRECT_URI.page(enforcement.session());
            }
        }
    }
}
