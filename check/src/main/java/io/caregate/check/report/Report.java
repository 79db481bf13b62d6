package io.caregate.check.report;

import java.io.IOException;
import java.io.Writer;

/** A format in which a result is written. */
public interface Report {

    /** Writes all of it; does not close the writer. */
    void write(Result result, Writer out) throws IOException;
}
