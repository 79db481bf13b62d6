package io.caregate.sampleapi.token;

import java.io.IOException;

/** The realm answers that it has no such document. */
public final class MissingDocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingDocumentException(String message) {
        super(message);
    }
}
