package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.policy.rule.Finding;

/**
 * Something that a rule refuses.
 *
 * @param realm the realm; empty where the document names none
 * @param client the client id
 * @param refused whether the server refuses it; if not, the operator has set the rule to only report
 */
public record Problem(Place place, String realm, String client, Finding finding, boolean refused) {}
