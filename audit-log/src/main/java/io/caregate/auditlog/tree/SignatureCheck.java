package io.caregate.auditlog.tree;

/** A check of Ed25519 signatures (RFC 8032, section 5.1.7) by one public key. Threads may share it. */
@FunctionalInterface
public interface SignatureCheck {
    /** Whether the signature, which may have any length, is the key's for the message. */
    boolean verifies(byte[] message, byte[] signature);
}
