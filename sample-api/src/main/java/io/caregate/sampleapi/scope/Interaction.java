package io.caregate.sampleapi.scope;

/** An interaction with a type of resource, in the terms of SMART's scopes; this API only reads. */
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
