package io.caregate.policy.client;

import io.caregate.policy.refusal.Enforcement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;
import org.keycloak.services.clientpolicy.context.AdminClientRegisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientRegisteredContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdateContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdatedContext;
import org.keycloak.services.clientpolicy.context.ClientCRUDContext;

/** Carries out the steps of a {@link ClientWrite}, in the transaction that writes the client. */
public final class ClientWriteEnforcer {

    private final ClientEnforcer clients;
    private final RegistrationEnforcer registration;

    public ClientWriteEnforcer(Enforcement enforcement) {
        this.clients = new ClientEnforcer(enforcement);
        this.registration = new RegistrationEnforcer(enforcement);
    }

    /** Throws the refusal of a write that Keycloak is about to carry out, or has carried out in its transaction. */
    public void check(ClientCRUDContext context) {
        ClientPolicyEvent event = context.getEvent();
        @Nullable ClientModel client = context.getTargetClient();
        for (ClientWrite.Step step : new ClientWrite(event, isAdministrators(context), client != null).steps()) {
            carryOut(step, context.getProposedClientRepresentation(), client, event == ClientPolicyEvent.REGISTER);
        }
    }

    private void carryOut(
            ClientWrite.Step step,
            @Nullable ClientRepresentation proposed,
            @Nullable ClientModel client,
            boolean created) {
        switch (step) {
            case CHECK_PROPOSED -> clients.check(proposed, created);
            case CHECK_REGISTRANT -> clients.checkRegistration(proposed, client);
            case RECORD_STORED -> {
                clients.before(stored(client));
                registration.before(stored(client));
            }
            case RECORD_DECISIONS -> registration.decided(stored(client));
            case SET_DEFAULTS -> registration.after(stored(client));
            case CHECK_MODEL -> clients.check(stored(client));
        }
    }

    private static ClientModel stored(@Nullable ClientModel client) {
        return Objects.requireNonNull(client, "a step that needs the client");
    }

    private static boolean isAdministrators(ClientCRUDContext context) {
        return context instanceof AdminClientRegisterContext
                || context instanceof AdminClientRegisteredContext
                || context instanceof AdminClientUpdateContext
                || context instanceof AdminClientUpdatedContext;
    }
}
