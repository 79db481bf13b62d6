/** A period of the log in one file, which can be checked and archived without the rest of the log. */
@NullMarked
package io.caregate.audit.verify.dossier;

import org.jspecify.annotations.NullMarked;
