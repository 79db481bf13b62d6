/** The weaknesses of a realm that no rule forbids: settings, roles, administrators, mappers. Pure, like the rules. */
@NullMarked
package io.caregate.policy.posture;

import org.jspecify.annotations.NullMarked;
