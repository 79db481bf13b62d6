package io.caregate.audit.change;

/** The operation on a part of the model. */
public enum ChangeOperation {
    CREATE,
    UPDATE,
    DELETE
}
