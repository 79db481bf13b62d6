package io.caregate.portal.registration;

import io.caregate.portal.access.Roles;
import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientSpec;
import io.caregate.portal.client.ClientView;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftValidator;
import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.RequestView;
import io.caregate.portal.request.Requests;
import io.caregate.portal.store.OwnedClient;
import io.caregate.portal.store.ReadableRows;
import io.caregate.portal.store.StoredRequest;
import java.util.List;
import java.util.function.Supplier;
import org.keycloak.models.ClientModel;

/**
 * The clients of a developer, and new ones, in the request's transaction. A refusal is a {@link ProblemException}; the
 * catcher must then roll the transaction back. A body is read once everything is checked that does not depend on it.
 */
public final class ClientRegistration {
    private final Developer developer;

    ClientRegistration(Developer developer) {
        this.developer = developer;
    }

    /** All of the developer's clients, newest first. */
    public List<ClientView> list() {
        return ReadableRows.views(developer.clients(), client -> client.view(developer.store()));
    }

    /** One of the developer's clients. */
    public ClientManagement client(String id) {
        return new ClientManagement(developer, id);
    }

    /** Creates a client, or requests it of an approver. */
    public Outcome<NewClient> register(Supplier<ClientSpec> body) {
        ProblemException.refuse(developer.rule().newClient(developer.caller().holds(Roles.DEVELOPER)));
        developer.countCheck();
        ClientSpec spec = body.get();
        DraftValidator validator = developer.validator();
        Draft draft = validator.create(spec);
        RegistrationMode mode = developer.rule().modeOfCreation(!draft.roles().isEmpty());
        String purpose = validator.purpose(spec.purpose(), mode == RegistrationMode.APPROVAL);
        if (mode == RegistrationMode.APPROVAL) {
            // Looked up before anything is locked.
            developer.requireHost(draft);
        }
        developer.dryRun().requireValid(mode, validator.errors(), writer -> writer.create(draft));
        return mode == RegistrationMode.APPROVAL
                ? new Outcome.Requested<>(request(draft, purpose))
                : new Outcome.Done<>(create(draft));
    }

    private RequestView request(Draft draft, String purpose) {
        return developer.inNewTransaction(again -> {
            again.countClient();
            return again.requests().requestClient(draft, purpose);
        });
    }

    private NewClient create(Draft draft) {
        return ConflictRetry.run(
                () -> create(developer, draft), () -> developer.inNewTransaction(again -> create(again, draft)));
    }

    private static NewClient create(Developer developer, Draft draft) {
        developer.countClient();
        ClientModel client = developer.writer().create(draft);
        return new NewClient(
                developer.addClient(client, draft.kind().toString()).view(developer.store()),
                draft.authentication() == Authentication.SECRET ? client.getSecret() : null);
    }

    /** The reasons for which a new client would be refused. */
    public List<FieldError> check(Supplier<ClientSpec> body) {
        developer.countCheck();
        ClientSpec spec = body.get();
        DraftValidator validator = developer.validator();
        Draft draft = validator.create(spec);
        validator.purpose(
                spec.purpose(), developer.rule().modeOfCreation(!draft.roles().isEmpty()) == RegistrationMode.APPROVAL);
        return developer.dryRun().errors(validator.errors(), writer -> writer.create(draft));
    }

    /** The secret of a client that was created when a request of the developer was accepted: made now, shown once. */
    public NewClient collectSecret(String requestId) {
        Requests requests = developer.requests();
        StoredRequest request = requests.lockOwn(requestId);
        OwnedClient created = requests.lockCreated(request)
                .filter(client -> request.isCreation())
                .orElseThrow(() -> ProblemException.of(ProblemType.NO_CLIENT));
        RegisteredClient client = developer.client(created.clientUuid());
        Draft current = client.draft();
        ProblemException.refuse(CredentialRule.collectSecret(request.collect(), current.authentication()));
        String secret = developer.writer().rotateSecret(client.model(), current);
        return new NewClient(client.view(developer.store()), secret);
    }
}
