package io.caregate.sampleapi.scope;

/** What somebody wants to do with a type of resource, as SMART's scopes have it; this API only reads. */
public enum Interaction {
    READ('r'),
    SEARCH('s');

    private final char letter;

    Interaction(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }
}
