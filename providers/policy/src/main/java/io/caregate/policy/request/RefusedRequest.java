package io.caregate.policy.request;

import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of an authorization request, and its recipients.
 *
 * @param answerTo the exactly registered redirect URI at which the client gets the error; null if there is none
 * @param page what the user reads where the client gets nothing
 */
record RefusedRequest(Refusal refusal, @Nullable String answerTo, PageText page) {}
