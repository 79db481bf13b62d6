/** Mails to people who should look at something: by Keycloak's own mailer, seldom, and in nobody's way. */
@NullMarked
package io.caregate.foundation.notice;

import org.jspecify.annotations.NullMarked;
