package io.caregate.audit.change;

/** What was done to a part of the model. */
public enum ChangeOperation {
    CREATE,
    UPDATE,
    DELETE
}
