/**
 * How well a realm complies with the rules: everything stored that a rule would refuse or change, with what report mode
 * let through. This room decides nothing about a request.
 */
@NullMarked
package io.caregate.policy.findings;

import org.jspecify.annotations.NullMarked;
