package io.caregate.portal.key;

/** A key that a client may not sign with. The exception contains nothing of the key. */
final class BadKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    BadKeyException(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
