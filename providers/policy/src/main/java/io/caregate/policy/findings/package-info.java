/**
 * How well a realm complies with the rules: what report mode let through, and everything stored that a rule would
 * refuse or change. This room decides nothing about a request.
 */
@NullMarked
package io.caregate.policy.findings;

import org.jspecify.annotations.NullMarked;
