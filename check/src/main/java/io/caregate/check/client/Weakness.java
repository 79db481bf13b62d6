package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.check.source.Value;
import io.caregate.policy.posture.PostureFinding;

/**
 * Something that weakens a realm although no rule forbids it.
 *
 * @param realm the realm; empty if the document names none
 */
public record Weakness(Place place, String realm, PostureFinding<Value> finding) {}
