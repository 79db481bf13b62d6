package io.caregate.audit.status;

import java.util.Optional;

/**
 * With which key a node signs checkpoints.
 *
 * @param state {@code configured}, {@code own}, {@code off} or {@code failed}
 * @param key the public key in its written form, {@code name+id+base64}; empty if nothing is signed
 */
public record SigningStatus(String state, Optional<String> key) {}
