/** What the build knew: the version of the pack, and the versions of Keycloak on which it was tested. */
@NullMarked
package io.caregate.foundation.build;

import org.jspecify.annotations.NullMarked;
