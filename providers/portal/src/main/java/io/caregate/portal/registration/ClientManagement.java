package io.caregate.portal.registration;

import io.caregate.portal.client.ClientChange;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.DraftValidator;
import io.caregate.portal.clienterror.ClientErrorList;
import io.caregate.portal.key.ClientKeys;
import io.caregate.portal.key.KeySource;
import io.caregate.portal.option.RegistrationMode;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import io.caregate.portal.request.RequestRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One client of a developer, in the request's transaction. For everyone else it does not exist. A refusal is a
 * {@link ProblemException}; the catcher must then roll the transaction back.
 */
public final class ClientManagement {
    private final Developer developer;
    private final String id;

    ClientManagement(Developer developer, String id) {
        this.developer = developer;
        this.id = id;
    }

    /** The client as it is. */
    public ClientState state() {
        return developer.client(id).state(developer.store());
    }

    /**
     * Changes it, or requests the change of an approver if it permits more.
     *
     * @param seen the entity tag of the state that the change is based on; it is read after the body
     */
    public Outcome<ClientState> change(Supplier<ClientChange> body, Supplier<String> seen) {
        developer.countCheck();
        RegisteredClient client = developer.lockClient(id);
        ClientChange change = body.get();
        String etag = seen.get();
        client.requireState(etag);
        Draft current = client.draft();
        DraftValidator validator = developer.validator();
        Draft wanted = validator.change(change, current);
        RegistrationMode mode = mode(wanted, current);
        ProblemException.refuse(RequestRule.closed(mode));
        String purpose = validator.purpose(change.purpose(), mode == RegistrationMode.APPROVAL);
        developer.dryRun().requireValid(mode, validator.errors(), writer -> writer.change(client.model(), wanted));
        if (mode == RegistrationMode.APPROVAL) {
            return new Outcome.Requested<>(developer.inNewTransaction(again -> {
                RegisteredClient same = again.lockClient(id);
                same.requireState(etag);
                again.countChange();
                return again.requests()
                        .requestChange(same.model(), same.reader().tag(), wanted, purpose);
            }));
        }
        developer.writer().change(client.model(), wanted);
        return new Outcome.Done<>(client.state(developer.store()));
    }

    /** The reasons for which a change would be refused. */
    public List<FieldError> check(Supplier<ClientChange> body) {
        developer.countCheck();
        RegisteredClient client = developer.client(id);
        ClientChange change = body.get();
        Draft current = client.draft();
        DraftValidator validator = developer.validator();
        Draft wanted = validator.change(change, current);
        RegistrationMode mode = mode(wanted, current);
        validator.purpose(change.purpose(), mode == RegistrationMode.APPROVAL);
        return developer.dryRun().errors(validator.errors(), writer -> writer.change(client.model(), wanted));
    }

    private RegistrationMode mode(Draft wanted, Draft current) {
        return developer.rule().modeOfChange(wanted.reachesFurtherThan(current), wanted.wantsMoreRolesThan(current));
    }

    /** Its errors of the last days, as the audit log has them. Each look is an entry there, so looks are limited. */
    public ClientErrorList errors() {
        developer.countCheck();
        return developer.errorsOf(developer.client(id));
    }

    /** Deletes it. */
    public void delete() {
        RegisteredClient client = developer.lockClient(id);
        developer.writer().delete(client.model(), client.draft());
    }

    /** Makes a new secret. */
    public NewSecret rotateSecret() {
        RegisteredClient client = developer.lockClient(id);
        Draft current = client.draft();
        ProblemException.refuse(CredentialRule.rotateSecret(current.authentication()));
        String secret = developer.writer().rotateSecret(client.model(), current);
        return new NewSecret(
                client.model().getClientId(), secret, client.reader().previousSecretValidUntil());
    }

    /** Replaces its keys. */
    public ClientState replaceKeys(Supplier<KeySource> body) {
        RegisteredClient client = developer.lockClient(id);
        Draft current = client.draft();
        ProblemException.refuse(CredentialRule.replaceKeys(current.authentication()));
        List<FieldError> errors = new ArrayList<>();
        ClientKeys keys = ClientKeys.read(body.get(), "", errors)
                .orElseThrow(() -> ProblemException.of(ProblemType.INVALID_CLIENT, errors));
        developer.writer().replaceKeys(client.model(), keys, current);
        return client.state(developer.store());
    }
}
