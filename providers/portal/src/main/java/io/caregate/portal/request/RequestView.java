package io.caregate.portal.request;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.caregate.portal.client.ClientAccess;
import io.caregate.portal.client.ClientDescription;
import io.caregate.portal.client.Draft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request in the form shown to developers and approvers; one JSON object, whose parts are named only here. */
public record RequestView(
        String id,
        String action,
        String state,
        Person requester,
        @JsonUnwrapped Proposal proposal,
        @JsonUnwrapped Result result,
        String createdAt,
        @JsonUnwrapped Decision decision) {

    /** A person; without a name once they are gone. */
    public record Person(
            String id, @Nullable String username, @Nullable String name) {}

    /**
     * What is requested, and why.
     *
     * @param current the client as it is, for a change
     * @param grants the roles that its service account does not have yet; none once the request is decided
     */
    public record Proposal(
            String purpose, RequestedClient asked, @Nullable RequestedClient current, List<Grant> grants) {
        public Proposal {
            grants = List.copyOf(grants);
        }
    }

    /**
     * A requested role.
     *
     * @param mayGive whether the reader may give it, by Keycloak's own permissions
     */
    public record Grant(String role, boolean mayGive) {}

    /** The requested client, or the existing one. */
    public record RequestedClient(
            @JsonUnwrapped ClientDescription about,
            @JsonUnwrapped ClientAccess access) {
        static RequestedClient of(Draft draft) {
            return new RequestedClient(ClientDescription.of(draft), ClientAccess.of(draft));
        }
    }

    /**
     * The client that the request is about, if there is one.
     *
     * @param client its internal id
     * @param secretWaits whether the developer can collect its secret
     */
    public record Result(@Nullable String client, @Nullable String clientId, boolean secretWaits) {}

    /** Who has ended the request, when and why; all null while it is pending. */
    public record Decision(
            @Nullable String decidedAt,
            @Nullable Person decider,
            @Nullable String reason) {}
}
