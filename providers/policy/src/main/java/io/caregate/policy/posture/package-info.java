/**
 * What of a realm weakens it although no rule forbids it: settings, roles, administrators, mappers. Pure, like the
 * rules.
 */
@NullMarked
package io.caregate.policy.posture;

import org.jspecify.annotations.NullMarked;
