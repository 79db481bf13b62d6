package io.caregate.portal.request;

import io.caregate.portal.client.Authentication;
import io.caregate.portal.client.ClientReader.KeysView;
import io.caregate.portal.client.ClientType;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.Environment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request in the form shown to developers and approvers. */
public record RequestView(
        String id,
        String action,
        String state,
        Person requester,
        String purpose,
        Asked asked,
        @Nullable Asked current,
        @Nullable String client,
        @Nullable String clientId,
        boolean secretWaits,
        String createdAt,
        @Nullable String decidedAt,
        @Nullable Person decider,
        @Nullable String reason) {

    /** A person; without a name once they are gone. */
    public record Person(
            String id, @Nullable String username, @Nullable String name) {}

    /** The requested client, or the existing one. */
    public record Asked(
            ClientType kind,
            String name,
            String description,
            Environment environment,
            List<String> redirectUris,
            List<String> webOrigins,
            List<String> scopes,
            Authentication authentication,
            @Nullable KeysView keys) {
        static Asked of(Draft draft) {
            return new Asked(
                    draft.kind(),
                    draft.name(),
                    draft.description(),
                    draft.environment(),
                    draft.redirectUris(),
                    draft.webOrigins(),
                    draft.scopes(),
                    draft.authentication(),
                    KeysView.of(draft.keys()));
        }
    }
}
