/** What the parts of the server that do not assemble the log see of it, and the SPI by which they find it. */
@NullMarked
package io.caregate.audit.log;

import org.jspecify.annotations.NullMarked;
