package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.policy.rule.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rule refuses.
 *
 * @param realm the realm; empty if the document names none
 * @param client the client id; null for a problem of the realm itself
 * @param refused whether the server refuses the write; if not, the operator has set the rule to only report, or it is
 *     refused later, when a user signs in or a client requests a token
 */
public record Problem(Place place, String realm, @Nullable String client, Finding finding, boolean refused) {}
