/**
 * How a realm stands towards the rules: what report mode let through, and everything stored that a rule would refuse or
 * change. It decides nothing about a request.
 */
@NullMarked
package io.caregate.policy.findings;

import org.jspecify.annotations.NullMarked;
